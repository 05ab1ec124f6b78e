import { Knex } from 'knex';
import { Timeline } from 'backstage-plugin-workflow-runs-common';
import { Branches } from 'backstage-plugin-workflow-runs-common/machine';
import { DatabaseRow } from '../queries/DatabaseRow';
import { RunRecord } from '../queries/runToWire';
import {
  FIRST_PLACE,
  placeOfRow,
  StepPlace,
  stepsAfter,
} from '../queries/walkSteps';
import { toTimeline } from './toTimeline';

/** Rows that one statement reads, so that none takes long on the one connection of SQLite. */
const PAGE = 1_000;
/** Items of one fan-out that are shown: the first ones. */
const MAX_ITEMS = 200;
/** Items of all fan-outs that are shown. */
const MAX_ALL_ITEMS = 5_000;
const MAX_ATTEMPTS = 50_000;

const STEP_COLUMNS = [
  'name',
  'type',
  'status',
  'started_at',
  'completed_at',
  'depends_on',
];
const ATTEMPT_ORDER = ['step_key', 'item_index', 'generation', 'number'];

/** What a timeline is made of. */
export interface TimelineRows {
  states: DatabaseRow[];
  steps: DatabaseRow[];
  attempts: DatabaseRow[];
  /** Of fan-outs that have more items than are shown: how many more, by key. */
  itemsLeftOut: Map<string, number>;
  attemptsLeftOut: boolean;
}

/** Reads a whole run in few and short statements. */
export class TimelineQueries {
  constructor(
    private readonly knex: Knex,
    private readonly details: { branches(runId: string): Promise<Branches> },
  ) {}

  async timeline(run: RunRecord): Promise<Timeline> {
    const states = await this.knex('run_states')
      .where({ run_id: run.id })
      .orderBy('number')
      .select('status', 'generation', 'entered_at');
    const { steps, itemsLeftOut } = await this.#steps(run.id);
    const { attempts, attemptsLeftOut } = await this.#attempts(run.id);
    return toTimeline(
      run,
      { states, steps, attempts, itemsLeftOut, attemptsLeftOut },
      await this.details.branches(run.id),
    );
  }

  /** Items beyond the cap are not even read: behind the last one that is shown comes the next step. */
  async #steps(runId: string) {
    const steps: DatabaseRow[] = [];
    const full = new Map<string, number>();
    let items = 0;
    for (let place: StepPlace | undefined = FIRST_PLACE; place; ) {
      const query = this.knex('steps')
        .where({ run_id: runId })
        .select(...STEP_COLUMNS);
      const rows: DatabaseRow[] = await stepsAfter(query, place, PAGE);
      place = rows.length < PAGE ? undefined : placeOfRow(rows[PAGE - 1]);
      for (const row of rows) {
        const { step_key, item_index, step_number } = row;
        if (item_index >= 0) {
          if (item_index >= MAX_ITEMS || items === MAX_ALL_ITEMS) {
            full.set(step_key, item_index);
            place = [step_number + 1, -2, ''];
            break;
          }
          items += 1;
        }
        steps.push(row);
      }
    }
    return { steps, itemsLeftOut: await this.#leftOut(runId, full) };
  }

  /** @param full - fan-outs by key, with the first item that is not shown */
  async #leftOut(runId: string, full: ReadonlyMap<string, number>) {
    const leftOut = new Map<string, number>();
    for (const [step_key, first] of full) {
      const [{ count }] = await this.knex('steps')
        .where({ run_id: runId, step_key })
        .where('item_index', '>=', first)
        .count({ count: '*' });
      leftOut.set(step_key, Number(count));
    }
    return leftOut;
  }

  async #attempts(runId: string) {
    const attempts: DatabaseRow[] = [];
    let place: (string | number)[] = ['', -1, 0, 0];
    while (attempts.length < MAX_ATTEMPTS) {
      const rows = await this.knex('attempts')
        .where({ run_id: runId })
        .where('item_index', '<', MAX_ITEMS)
        .whereRaw(`(${ATTEMPT_ORDER.join(', ')}) > (?, ?, ?, ?)`, place)
        .orderBy(ATTEMPT_ORDER)
        .limit(PAGE)
        .select(...ATTEMPT_ORDER, 'status', 'started_at', 'completed_at');
      attempts.push(...rows);
      if (rows.length < PAGE) return { attempts, attemptsLeftOut: false };
      const last = rows[rows.length - 1];
      place = ATTEMPT_ORDER.map(column => last[column]);
    }
    return { attempts, attemptsLeftOut: true };
  }
}
