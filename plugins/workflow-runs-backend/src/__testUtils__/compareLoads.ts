import {
  isEnded,
  RunState,
  WorkflowGraph,
} from 'backstage-plugin-workflow-runs-common/machine';
import { Knex } from 'knex';
import type { ClaimedRun } from '../engine/claim';
import { restoreRun } from '../engine/load';
import { readRuns } from '../engine/readRuns';
import type { RunActor } from '../engine/RunActor';
import { TestEngine } from './TestEngine';

type ActorOf = typeof RunActor;

/** What came of comparing, filled as the engine goes on. */
export interface Comparison {
  /** The statuses of what was compared, commit by commit. */
  compared: { status: string; steps: string[] }[];
  /** What was read otherwise than it was held. */
  differences: {
    runId: string;
    field: string;
    held: unknown;
    read: unknown;
    events: string[];
  }[];
}

/**
 * Compares, after each commit of an engine, what the next process would read of the run with what
 * this one holds. The module of `RunActor` has to be mocked where the engine imports it.
 *
 * @param mocked - what the engine holds runs by
 * @param Actual - what it would hold them by
 */
export function compareLoads(
  { knex, recorder, sealer }: TestEngine,
  mocked: jest.MockedClass<ActorOf>,
  Actual: ActorOf,
): Comparison {
  const comparison: Comparison = { compared: [], differences: [] };
  const runs = new Map<string, ConstructorParameters<ActorOf>>();
  mocked.mockImplementation((...args) => {
    runs.set(args[0].runId, args);
    return new Actual(...args);
  });
  const read = async (claimed: ClaimedRun, graph: WorkflowGraph) => {
    const { runId } = claimed;
    const stored = await readRuns(knex, [runId]);
    return restoreRun(sealer, graph, claimed, stored.get(runId)!);
  };
  const commit = recorder.commit.bind(recorder);
  recorder.commit = async transition => {
    const { runId, fence, facts } = transition;
    const run = runs.get(runId);
    // Others tell of the run too, but only its holder of its timers.
    if (!run || !transition.timers) return commit(transition);
    const [claimed, { graph, state }] = run;
    const held = comparable(state);
    const committed = await commit(transition);
    const row = await knex('engine_runs').where({ run_id: runId }).first();
    const hold = row ? row.hold : fence?.leave?.hold ?? null;
    const next = (await read({ ...claimed, hold }, graph)).state;
    // A request may have it claimed anew by now: then it has gone on.
    if (await hasGoneOn(knex, claimed, held)) return committed;
    const asRead = { ...comparable(next), ...queuesOf(next, held) };
    comparison.compared.push({
      status: held.status,
      steps: Object.values(held.steps).map(({ status }) => status),
    });
    const events = facts.map(({ type }) => type);
    for (const [field, values] of differing(held, asRead)) {
      comparison.differences.push({ runId, field, ...values, events });
    }
    return committed;
  };
  return comparison;
}

async function hasGoneOn(
  knex: Knex,
  { runId, epoch }: ClaimedRun,
  held: RunState,
): Promise<boolean> {
  const row = await knex('engine_runs').where({ run_id: runId }).first('epoch');
  return row ? Number(row.epoch) !== epoch : !isEnded(held.status);
}

/**
 * A state without what tables do not hold, or need not. Events that nobody waits for yet, and
 * operations that are under way, are read as the requests that they are; in which order a rollback
 * goes, and of what it was warned, is of no use to a run that has ended.
 */
function comparable(state: RunState): RunState {
  const { sla, status, rollback } = state;
  const left = new Set(['stack', ...(rollback ? [] : ['undo'])]);
  return JSON.parse(
    JSON.stringify({
      ...state,
      sla: sla && isEnded(status) ? { ...sla, warned: false } : sla,
      earlyEvents: [],
      invocations: {},
    }),
    (key, value) => (left.has(key) ? undefined : value),
  );
}

/**
 * Queues as far as they have to be the same: who waits, though not in which order, and not those whose
 * turn would come in vain.
 */
function queuesOf(read: RunState, held: RunState) {
  const { waiting, taken } = held.ready;
  const known = new Set(waiting.slice(taken));
  const isKnown = read.ready.waiting.every(unit => known.has(unit));
  const awaiting = Object.entries(read.awaiting).map(([name, steps]) => {
    const inOrder = held.awaiting[name]?.filter(key => steps.includes(key));
    return [name, inOrder?.length === steps.length ? inOrder : steps];
  });
  return {
    ready: isKnown ? held.ready : read.ready,
    awaiting: Object.fromEntries(awaiting),
  };
}

/** Fields of which the values differ; of units, one by one. */
function differing(held: RunState, read: RunState) {
  const fieldsOf = ({ steps, ...run }: RunState): Record<string, unknown> => ({
    ...run,
    ...Object.fromEntries(
      Object.entries(steps).flatMap(([unit, step]) =>
        Object.entries(step).map(([field, value]) => [
          `steps/${unit}/${field}`,
          value,
        ]),
      ),
    ),
  });
  const [a, b] = [fieldsOf(held), fieldsOf(read)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter(
      field =>
        JSON.stringify(sorted(a[field])) !== JSON.stringify(sorted(b[field])),
    )
    .map(field => [field, { held: a[field], read: b[field] }] as const);
}

/** Keys of objects in order, so that texts can be compared. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
