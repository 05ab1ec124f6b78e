import { Knex } from 'knex';
import { DatabaseRow } from '../queries/DatabaseRow';
import { payloadText } from './payloadText';
import { RunText } from './RunText';

/** Different errors of steps that are looked at in each run. */
const MAX_ERRORS = 100;
/** Notes that are looked at in each run, the latest ones. */
const MAX_NOTES = 100;
/** Payloads read at once: each may have 64 KB. */
const PAGE = 50;

const PAYLOAD_KEY = [
  'run_id',
  'step_key',
  'item_index',
  'direction',
  'generation',
];

type Texts = ReadonlyMap<string, RunText>;

/** In the order in which they are looked for: a text that is too long is cut at its end. */
const SOURCES: readonly ((knex: Knex, texts: Texts) => Promise<void>)[] = [
  addErrorsOfSteps,
  addNotes,
  addPayloads,
];

/** Reads what can be searched of some runs, all of it redacted; runs that there are not have no text. */
export async function readRunTexts(
  knex: Knex,
  runIds: readonly string[],
): Promise<Texts> {
  const runs: DatabaseRow[] = await knex('runs')
    .whereIn('id', runIds)
    .select('id', 'error_code', 'error_message', 'resolution');
  const texts = new Map<string, RunText>();
  for (const run of runs) {
    const text = new RunText();
    addError(text, run);
    if (run.resolution) text.add(JSON.parse(run.resolution).note);
    texts.set(run.id, text);
  }
  if (texts.size === 0) return texts;
  for (const add of SOURCES) await add(knex, texts);
  return texts;
}

/** Each run for itself: one may have ten thousand items that failed. */
async function addErrorsOfSteps(knex: Knex, texts: Texts): Promise<void> {
  const ofRuns = [...texts.keys()].map(runId =>
    knex
      .select('*')
      .from(
        knex('steps')
          .where({ run_id: runId, status: 'failed' })
          .distinct('run_id', 'error_code', 'error_message')
          .limit(MAX_ERRORS)
          .as('errors'),
      ),
  );
  const errors: DatabaseRow[] = await knex.unionAll(ofRuns);
  for (const error of errors) addError(texts.get(error.run_id)!, error);
}

async function addNotes(knex: Knex, texts: Texts): Promise<void> {
  const ofRuns = [...texts.keys()].map(runId =>
    knex
      .select('*')
      .from(
        knex('annotations')
          .where({ run_id: runId })
          .orderBy('number', 'desc')
          .limit(MAX_NOTES)
          .select('run_id', 'note')
          .as('notes'),
      ),
  );
  const notes: DatabaseRow[] = await knex.unionAll(ofRuns);
  for (const { run_id, note } of notes) texts.get(run_id)!.add(note);
}

function addError(text: RunText, { error_code, error_message }: DatabaseRow) {
  if (error_code) text.add(error_code);
  if (error_message) text.add(error_message);
}

/** Of each run what went in and came out, then what came out of its steps. */
async function addPayloads(knex: Knex, texts: Texts): Promise<void> {
  let after: DatabaseRow | undefined;
  do {
    const wanted = [...texts].filter(([, text]) => !text.isFull);
    const runIds = wanted.map(([runId]) => runId);
    const rows = await payloadsOf(knex, runIds, after);
    for (const { run_id, content, truncated } of rows) {
      const text = texts.get(run_id)!;
      if (!text.isFull) text.add(payloadText(content, Boolean(truncated)));
    }
    after = rows.length === PAGE ? rows[PAGE - 1] : undefined;
  } while (after);
}

function payloadsOf(
  knex: Knex,
  runIds: string[],
  after: DatabaseRow | undefined,
): Knex.QueryBuilder<DatabaseRow, DatabaseRow[]> {
  const page = knex('run_io')
    .whereIn('run_id', runIds)
    .where(either =>
      either.where('step_key', '').orWhere('direction', 'output'),
    )
    .orderBy(PAYLOAD_KEY)
    .limit(PAGE);
  if (!after) return page;
  return page.whereRaw(
    `(${PAYLOAD_KEY.join(', ')}) > (?, ?, ?, ?, ?)`,
    PAYLOAD_KEY.map(column => after[column]),
  );
}
