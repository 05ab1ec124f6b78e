import { Knex } from 'knex';
import {
  Annotation,
  Artifact,
  Attempt,
  HumanDecision,
  LogLine,
  OperatorAction,
  Payload,
  RunDetail,
  RunEvent,
  RunStateEntry,
  Step,
} from 'backstage-plugin-workflow-runs-common';
import { Branches } from 'backstage-plugin-workflow-runs-common/machine';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { readBranches } from './readBranches';
import { readBusiness } from './readBusiness';
import { DatabaseRow } from './DatabaseRow';
import {
  toAnnotation,
  toAnsweredAction,
  toArtifact,
  toDecision,
  toEvent,
  toLogLine,
  toOperatorAction,
  toPayload,
} from './recordsToWire';
import { RunGraphs } from './RunGraphs';
import { toStates } from './runToWire';
import { toAttempt, toStep } from './stepToWire';
import { decodePlace, encodePlace, MAX_INTEGER } from './place';
import { STEP_ORDER } from './walkSteps';

const ATTEMPT_ORDER = [
  'started_at',
  'step_key',
  'item_index',
  'generation',
  'number',
];

/** A page that goes on behind `nextAfter`. */
export interface Page<T> {
  items: T[];
  nextAfter: string | null;
}

/**
 * What belongs to one run. Callers have read the run itself before, with what the reader may see:
 * these methods ask no further.
 */
export class RunDetailQueries {
  readonly #graphs: RunGraphs;

  constructor(
    private readonly knex: Knex,
    definitions = new WorkflowQueries(knex),
  ) {
    this.#graphs = new RunGraphs(knex, definitions);
  }

  /** What the run was good for, and which of its steps go on beside others. */
  async overview(
    runId: string,
  ): Promise<Pick<RunDetail, 'business' | 'parallelBranches'>> {
    return {
      business: await readBusiness(this.knex, runId),
      parallelBranches: await readBranches(
        this.knex,
        runId,
        await this.#graphs.of(runId),
      ),
    };
  }

  /** What else the engine of a run keeps with it. */
  async attributes(runId: string): Promise<RunDetail['attributes']> {
    const row = await this.knex('runs')
      .where({ id: runId })
      .first('attributes');
    return row?.attributes ? JSON.parse(row.attributes) : null;
  }

  async branches(runId: string): Promise<Branches> {
    return (await this.#graphs.of(runId))?.branches ?? new Map();
  }

  async states(runId: string): Promise<RunStateEntry[]> {
    const rows = await this.knex('run_states')
      .where({ run_id: runId })
      .orderBy('number');
    return toStates(rows);
  }

  async steps(
    runId: string,
    { limit, after }: { limit: number; after?: string },
  ): Promise<Page<Step>> {
    const query = this.knex('steps')
      .where({ run_id: runId })
      .orderBy(STEP_ORDER)
      .limit(limit + 1);
    if (after) {
      query.whereRaw(
        `(${STEP_ORDER.join(', ')}) > (?, ?, ?)`,
        decodePlace(after, ['integer', 'integer', 'key']),
      );
    }
    const steps = await this.#toSteps(runId, await query);
    return toPage(steps, limit, step =>
      encodePlace([step.stepNumber, step.itemIndex, step.stepKey]),
    );
  }

  /** The named steps of each run, whole. */
  async stepsOf(
    keys: ReadonlyMap<string, readonly string[]>,
  ): Promise<Map<string, Step[]>> {
    const named = [...keys].flatMap(([runId, ofRun]) =>
      ofRun.map(key => [runId, key]),
    );
    if (named.length === 0) return new Map();
    const rows: DatabaseRow[] = await this.knex('steps')
      .whereIn(['run_id', 'step_key'], named)
      .orderBy(['run_id', ...STEP_ORDER]);
    const steps = new Map<string, Step[]>();
    for (const [runId, ofRun] of byRun(rows))
      steps.set(runId, await this.#toSteps(runId, ofRun));
    return steps;
  }

  async attempts(
    runId: string,
    { limit, after, step }: { limit: number; after?: string; step?: string },
  ): Promise<Page<Attempt>> {
    const query = this.knex('attempts')
      .where({ run_id: runId })
      .orderBy(ATTEMPT_ORDER)
      .limit(limit + 1);
    if (step) query.where({ step_key: step });
    if (after) {
      query.whereRaw(
        `(${ATTEMPT_ORDER.join(', ')}) > (?, ?, ?, ?, ?)`,
        decodePlace(after, ['time', 'key', 'integer', 'integer', 'integer']),
      );
    }
    const rows = await query;
    return toPage(rows.map(toAttempt), limit, attempt =>
      encodePlace([
        Date.parse(attempt.startedAt),
        attempt.stepKey,
        attempt.itemIndex,
        attempt.generation,
        attempt.number,
      ]),
    );
  }

  /** @param first - for each step of each run that is wanted, the number of the first attempt */
  async attemptsFrom(
    first: ReadonlyMap<string, ReadonlyMap<string, number>>,
  ): Promise<Map<string, Attempt[]>> {
    const wanted = [...first].flatMap(([runId, ofRun]) =>
      [...ofRun].map(([step, number]) => ({ runId, step, number })),
    );
    if (wanted.length === 0) return new Map();
    const rows: DatabaseRow[] = await this.knex('attempts')
      .where(either => {
        for (const { runId, step, number } of wanted) {
          either.orWhere(one =>
            one
              .where({ run_id: runId, step_key: step })
              .where('number', '>=', number),
          );
        }
      })
      .orderBy(['run_id', ...ATTEMPT_ORDER]);
    return new Map(
      [...byRun(rows)].map(([runId, ofRun]) => [runId, ofRun.map(toAttempt)]),
    );
  }

  async events(
    runId: string,
    { after, limit }: { after: number; limit: number },
  ): Promise<RunEvent[]> {
    const rows = await this.knex('run_events')
      .where({ run_id: runId })
      .where('number', '>', Math.min(after, MAX_INTEGER))
      .orderBy('number')
      .limit(limit);
    return rows.map(toEvent);
  }

  /** The oldest first, whichever end is asked for. */
  async logs(
    runId: string,
    query: {
      after: number;
      limit: number;
      end?: 'first' | 'last';
      level?: string[];
      step?: string[];
    },
  ): Promise<LogLine[]> {
    const isLast = query.end === 'last';
    const lines = this.knex('run_logs')
      .where({ run_id: runId })
      .where('sequence', '>', query.after)
      .orderBy('sequence', isLast ? 'desc' : 'asc')
      .limit(query.limit);
    if (query.level) lines.whereIn('level', query.level);
    if (query.step) lines.whereIn('step_key', query.step);
    const found = (await lines).map(toLogLine);
    return isLast ? found.reverse() : found;
  }

  /** Of each run that there is: the number of the latest log line, and what changes with every line, progress and event. */
  async live(
    runIds: readonly string[],
  ): Promise<Map<string, { logSequence: number; version: string }>> {
    const rows: DatabaseRow[] = await this.knex('run_live')
      .whereIn('run_id', runIds)
      .select('run_id', 'log_sequence', 'updated_at');
    return new Map(
      rows.map(row => [
        row.run_id,
        {
          logSequence: Number(row.log_sequence),
          version: `${row.log_sequence}@${row.updated_at}`,
        },
      ]),
    );
  }

  async payloads(runId: string, step?: string): Promise<Payload[]> {
    const query = this.knex('run_io')
      .where({ run_id: runId })
      .orderBy(['step_key', 'item_index', 'direction', 'generation'])
      .limit(1_000);
    // Without a step: the run's own, and those of all steps.
    if (step) query.where({ step_key: step });
    return (await query).map(toPayload);
  }

  async artifacts(runId: string): Promise<Artifact[]> {
    const rows = await this.knex('artifacts')
      .where({ run_id: runId })
      // Several may come in one millisecond, and ids order nothing.
      .orderBy(['created_at', 'number', 'id'])
      .limit(1_000);
    return rows.map(toArtifact);
  }

  /** For who was given leave by a signature: the artifact itself says of which run it is. */
  async artifactOfAnyRun(
    artifactId: string,
  ): Promise<{ artifact: Artifact; store: string } | undefined> {
    const row = await this.knex('artifacts').where({ id: artifactId }).first();
    return row && { artifact: toArtifact(row), store: row.store };
  }

  /** @returns the artifact, and the store that holds its content */
  async artifact(
    runId: string,
    artifactId: string,
  ): Promise<{ artifact: Artifact; store: string } | undefined> {
    const row = await this.knex('artifacts')
      .where({ run_id: runId, id: artifactId })
      .first();
    return row && { artifact: toArtifact(row), store: row.store };
  }

  async decisions(runId: string): Promise<HumanDecision[]> {
    const rows = await this.knex('decisions')
      .where({ run_id: runId })
      .orderBy(['asked_at', 'step_key', 'item_index'])
      .limit(1_000);
    return rows.map(toDecision);
  }

  /** Newest first. */
  async annotations(
    runId: string,
    { limit, after }: { limit: number; after?: string },
  ): Promise<Page<Annotation>> {
    const query = this.knex('annotations')
      .where({ run_id: runId })
      .orderBy('number', 'desc')
      .limit(limit + 1);
    if (after) query.where('number', '<', decodePlace(after, ['integer'])[0]);
    const { items, nextAfter } = toPage(await query, limit, ({ number }) =>
      encodePlace([number]),
    );
    return { items: items.map(toAnnotation), nextAfter };
  }

  /** What was asked of a run, newest first, without what it has answered. */
  async actions(runId: string): Promise<OperatorAction[]> {
    return (await this.#actionRows(runId)).map(toOperatorAction);
  }

  /** The same for who may see what runs put out. */
  async answeredActions(runId: string): Promise<OperatorAction[]> {
    return (await this.#actionRows(runId)).map(toAnsweredAction);
  }

  async #actionRows(runId: string): Promise<DatabaseRow[]> {
    return this.knex('actions')
      .where({ run_id: runId })
      .orderBy([
        { column: 'requested_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(500);
  }

  async #toSteps(runId: string, rows: DatabaseRow[]): Promise<Step[]> {
    if (rows.length === 0) return [];
    const branches = await this.branches(runId);
    return rows.map(row => toStep(row, branches));
  }
}

function byRun(rows: DatabaseRow[]): Map<string, DatabaseRow[]> {
  const runs = new Map<string, DatabaseRow[]>();
  for (const row of rows) {
    const ofRun = runs.get(row.run_id);
    if (ofRun) ofRun.push(row);
    else runs.set(row.run_id, [row]);
  }
  return runs;
}

function toPage<T>(
  items: T[],
  limit: number,
  placeOf: (item: T) => string,
): Page<T> {
  const shown = items.slice(0, limit);
  return {
    items: shown,
    nextAfter: items.length > limit ? placeOf(shown[shown.length - 1]) : null,
  };
}
