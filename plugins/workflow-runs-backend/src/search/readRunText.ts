import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { payloadText } from './payloadText';
import { RunText } from './RunText';

/** Different errors of steps that are looked at. */
const MAX_ERRORS = 100;
/** Payloads read at once: each may have 64 KB. */
const PAGE = 20;

const PAYLOAD_KEY = ['step_key', 'item_index', 'direction', 'generation'];

type Source = (knex: Knex, runId: string) => AsyncIterable<string>;

/** In the order in which they are looked for: a text that is too long is cut at its end. */
const SOURCES: readonly Source[] = [errorsOfRun, errorsOfSteps, payloadsOf];

/** Reads what can be searched of a run, all of it redacted. */
export async function readRunText(knex: Knex, runId: string): Promise<RunText> {
  const text = new RunText();
  for (const source of SOURCES) {
    for await (const part of source(knex, runId)) {
      text.add(part);
      if (text.isFull) return text;
    }
  }
  return text;
}

async function* errorsOfRun(knex: Knex, runId: string) {
  const run = await knex('runs')
    .where({ id: runId })
    .first('error_code', 'error_message', 'resolution');
  if (run) yield* errorTexts(run);
  if (run?.resolution) yield JSON.parse(run.resolution).note;
}

async function* errorsOfSteps(knex: Knex, runId: string) {
  const steps: DatabaseRow[] = await knex('steps')
    .where({ run_id: runId, status: 'failed' })
    .distinct('error_code', 'error_message')
    .limit(MAX_ERRORS);
  for (const step of steps) yield* errorTexts(step);
}

function* errorTexts({ error_code, error_message }: DatabaseRow) {
  if (error_code) yield String(error_code);
  if (error_message) yield String(error_message);
}

/** Of the run what went in and came out, then what came out of its steps. */
async function* payloadsOf(knex: Knex, runId: string) {
  let after: DatabaseRow | undefined;
  do {
    const page = knex('run_io')
      .where({ run_id: runId })
      .where(either =>
        either.where('step_key', '').orWhere('direction', 'output'),
      )
      .orderBy(PAYLOAD_KEY)
      .limit(PAGE);
    if (after) {
      page.whereRaw(
        '(step_key, item_index, direction, generation) > (?, ?, ?, ?)',
        PAYLOAD_KEY.map(column => after![column]),
      );
    }
    const rows: DatabaseRow[] = await page;
    for (const { content, truncated } of rows) {
      yield payloadText(content, Boolean(truncated));
    }
    after = rows.length === PAGE ? rows[PAGE - 1] : undefined;
  } while (after);
}
