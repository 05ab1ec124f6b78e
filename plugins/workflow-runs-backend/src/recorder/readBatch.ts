import { Row } from '../database/changes';
import { LaneTransaction } from '../database/LaneDatabase';
import { eventKey, eventKeys } from './eventKey';
import { Claim, KeyTaken, Transition } from './Transition';

/** What is read of a run: what permission rules look at when an event goes out, and its tags. */
const RUN_COLUMNS = [
  'id',
  'ordered_at',
  'workflow_id',
  'tenant_id',
  'environment',
  'started_by',
  'tags',
  'status',
];

/** Columns by which other engines know a run. */
const NATIVE_KEY = ['engine_instance', 'namespace', 'native_id'];

/** What must be known of the runs of a batch before it can be written. */
export interface BatchContext {
  /** Number of the latest event of each run that there is. */
  numbers: Map<string, number>;
  /** Epochs of the runs that an engine has to do with. */
  epochs: Map<string, number>;
  /** What permission rules must know of each run that there is, and its tags: read under its lock. */
  headers: Map<string, Row>;
  /** Facts, by run and key, of those that may be told twice, that have been told. */
  told: Set<string>;
  /** How often what is known of observed runs has changed. */
  revisions: Map<string, number>;
  /** Runs that other engines tell of, and that were deleted here. */
  purged: Set<string>;
  /** Actions of runs that are let go, and what their children have told them. */
  asked: Row[];
  messages: Row[];
}

/**
 * Locks the runs of a batch, takes the keys that it claims, and reads what it has to know. All of it
 * is asked for at once: no answer is needed for the next question.
 *
 * @param committed - those that have been written already: their keys are taken, by themselves
 * @throws KeyTaken where a key is taken: a batch with such a one is rolled back and tried in halves,
 *   until it stands alone
 */
export async function readBatch(
  tx: LaneTransaction,
  batch: Transition[],
  committed: Map<Transition, number>,
): Promise<BatchContext> {
  // Lanes of all processes take the rows of runs in the same order, or they would deadlock.
  const existing = runIdsOf(batch.filter(({ create }) => !create));
  // Who is told something must not let go of its run meanwhile.
  const locked = [...new Set([...existing, ...toldRuns(batch)])].sort();
  const fenced = runIdsOf(
    batch.filter(transition => isFenced(transition, committed)),
  );
  const parked = runIdsOf(batch.filter(letsGo));
  const unsure = keysOfFacts(batch.filter(mayRepeat));

  const observed = batch.filter(isObserved);
  const guarded = runIdsOf(batch.filter(({ observed: told }) => told));

  const [
    live,
    taken,
    engineRuns,
    runs,
    known,
    asked,
    messages,
    tombstones,
    revisions,
  ] = await Promise.all([
    ifAny(locked, () =>
      tx.lock('run_live', 'run_id', locked, ['run_id', 'last_number']),
    ),
    takeKeys(
      tx,
      batch.filter(transition => !committed.has(transition)),
    ),
    ifAny(fenced, () =>
      tx.lock('engine_runs', 'run_id', fenced, ['run_id', 'epoch']),
    ),
    ifAny(existing, () => tx.select('runs', 'id', existing, RUN_COLUMNS)),
    ifAny(unsure, () =>
      tx.find('run_events', ['run_id', 'event_key'], unsure, [
        'run_id',
        'event_key',
      ]),
    ),
    ifAny(parked, () =>
      tx.select('actions', 'run_id', parked, ['id', 'run_id', 'status']),
    ),
    ifAny(parked, () =>
      tx.select('run_messages', 'run_id', parked, ['run_id', 'child_run_id']),
    ),
    ifAny(observed, () =>
      tx.find('purged_runs', NATIVE_KEY, observed.map(nativeKeyOf), NATIVE_KEY),
    ),
    ifAny(guarded, () =>
      tx.lock('observed_runs', 'run_id', guarded, ['run_id', 'revision']),
    ),
  ]);
  const firstTaken = taken.find(claim => claim !== undefined);
  if (firstTaken) throw new KeyTaken(firstTaken);
  return {
    numbers: byRun(live, row => Number(row.last_number)),
    epochs: byRun(engineRuns, row => Number(row.epoch)),
    headers: new Map(runs.map(row => [String(row.id), row])),
    told: new Set(known.map(row => `${row.run_id}\0${row.event_key}`)),
    revisions: byRun(revisions, row => Number(row.revision)),
    purged: new Set(tombstones.map(nameOfNative)),
    asked,
    messages,
  };
}

/**
 * Finds out what an earlier try has committed, of which nobody has heard. Its transaction may even be
 * under way still, in a server that has not noticed that we are gone: the locks wait for it.
 *
 * @returns the position of the last event of each transition that is in the log with all its facts
 */
export async function findCommitted(
  tx: LaneTransaction,
  batch: Transition[],
): Promise<Map<Transition, number>> {
  const told = batch.filter(({ facts }) => facts.length > 0);
  if (told.length === 0) return new Map();
  const [, events] = await Promise.all([
    tx.lock('run_live', 'run_id', runIdsOf(told), ['run_id']),
    tx.find('run_events', ['run_id', 'event_key'], keysOfFacts(told), [
      'run_id',
      'event_key',
      'position',
    ]),
  ]);
  const positions = new Map(
    events.map(row => [
      `${row.run_id}\0${row.event_key}`,
      Number(row.position),
    ]),
  );
  const committed = new Map<Transition, number>();
  for (const transition of told) {
    const places = keysOf(transition).map(
      key => positions.get(nameOf(transition.runId, key)) ?? 0,
    );
    if (Math.min(...places) > 0) {
      committed.set(transition, Math.max(...places));
    }
  }
  return committed;
}

/** Whether another may hold the run by now: not one that is only being created. */
export function isFenced(
  transition: Transition,
  committed: ReadonlyMap<Transition, number>,
): boolean {
  const { fence, create } = transition;
  return fence !== undefined && (!create || committed.has(transition));
}

/** Whether it creates a run that has its id from elsewhere: one of our own is new, whatever was deleted. */
function isObserved({ runId, create }: Transition): boolean {
  return create !== undefined && create.nativeId !== runId;
}

/** Whether it tells anew of a run that was deleted. */
export function isPurged(
  transition: Transition,
  { purged }: BatchContext,
): boolean {
  return (
    isObserved(transition) && purged.has(nameOfNative(nativeKeyOf(transition)))
  );
}

function nativeKeyOf({ create }: Transition): Row {
  const { engineInstance, namespace, nativeId } = create!;
  return { engine_instance: engineInstance, namespace, native_id: nativeId };
}

function nameOfNative(row: Row): string {
  return JSON.stringify(NATIVE_KEY.map(column => row[column]));
}

/** Whether the engine lets go of the run. */
export function letsGo({ fence }: Transition): boolean {
  return fence?.leave?.workerId === null;
}

/** Whether the facts may have been told before, by those who cannot know. */
export function mayRepeat({ fence, create }: Transition): boolean {
  return (!fence || fence.isOnlooker === true) && !create;
}

/** The keys of its facts; those who may tell a fact again tell the same one. */
export function keysOf(transition: Transition): string[] {
  const { facts } = transition;
  return mayRepeat(transition) ? facts.map(eventKey) : eventKeys(facts);
}

/** Names a fact among those of all runs. */
export function nameOf(runId: string, key: string): string {
  return `${runId}\0${key}`;
}

/** @returns for each claim: itself where it is taken */
function takeKeys(
  tx: LaneTransaction,
  batch: Transition[],
): Promise<(Claim | undefined)[]> {
  const claims = batch.flatMap(transition => transition.claims ?? []);
  return Promise.all(
    claims.map(async claim => {
      const [inserted] = await tx.insertIfAbsent(claim.table, claim.key, [
        claim.row,
      ]);
      return inserted ? undefined : claim;
    }),
  );
}

function keysOfFacts(batch: Transition[]): Row[] {
  return batch.flatMap(transition =>
    keysOf(transition).map(key => ({
      run_id: transition.runId,
      event_key: key,
    })),
  );
}

function ifAny(
  of: readonly unknown[],
  read: () => Promise<Row[]>,
): Promise<Row[]> {
  return of.length === 0 ? Promise.resolve([]) : read();
}

function runIdsOf(transitions: Transition[]): string[] {
  return [...new Set(transitions.map(({ runId }) => runId))].sort();
}

function toldRuns(transitions: Transition[]): string[] {
  return transitions.flatMap(({ tells }) => (tells ? [tells.runId] : []));
}

function byRun(rows: Row[], value: (row: Row) => number): Map<string, number> {
  return new Map(rows.map(row => [String(row.run_id), value(row)]));
}
