import { isEnded, RunFact } from 'backstage-plugin-workflow-runs-common';
import { Change, ChangeGroup, groupChanges, Row } from '../database/changes';
import { LaneTransaction } from '../database/LaneDatabase';
import {
  BatchContext,
  findCommitted,
  isFenced,
  isPurged,
  keysOf,
  letsGo,
  mayRepeat,
  nameOf,
  readBatch,
} from './readBatch';
import { letGoChanges } from './letGo';
import { changesOf, eventRow } from './rows';
import { tagChanges } from './tagChanges';
import {
  LeaseLost,
  ObservationStale,
  RunPurged,
  Transition,
} from './Transition';

/** Where a transition has come to stand in the log. */
export interface Committed {
  runId: string;
  /** Position of its last event; null where it has none. */
  position: number | null;
}

/** What a transition gets back, or why it was refused. */
export type Outcome =
  | { ok: true; value: Committed }
  | { ok: false; error: Error };

/** A transition with its place in its run, and those of its facts that are news. */
interface Numbered {
  transition: Transition;
  facts: RunFact[];
  keys: string[];
  firstNumber: number;
}

/**
 * Writes transitions in one transaction.
 *
 * @param options - `again`: an earlier try may have committed some of them
 * @returns what becomes of them, which is known once the transaction is committed
 */
export async function writeBatch(
  tx: LaneTransaction,
  batch: Transition[],
  options: { now: number; again: boolean },
): Promise<() => Promise<Outcome[]>> {
  const before = options.again
    ? await findCommitted(tx, batch)
    : new Map<Transition, number>();
  const context = await readBatch(tx, batch, before);
  const refused = refusals(batch, before, context);
  const accepted = batch.filter(
    transition => !refused.has(transition) && !before.has(transition),
  );
  const positions = writeAccepted(tx, accepted, context, options.now);

  return async () => {
    const committed = new Map([...before, ...(await positions)]);
    return batch.map(transition => {
      const error = refused.get(transition);
      if (error) return { ok: false, error };
      const position = committed.get(transition) ?? null;
      return { ok: true, value: { runId: transition.runId, position } };
    });
  };
}

/** @returns positions of those that have events */
function writeAccepted(
  tx: LaneTransaction,
  accepted: Transition[],
  context: BatchContext,
  now: number,
): Promise<Map<Transition, number>> {
  const numbered = numberFacts(accepted, context);
  const changes = numbered.flatMap(({ transition, facts, firstNumber }) =>
    changesOf({ ...transition, facts }, firstNumber, now),
  );
  changes.push(...letGoChanges(accepted, context, now));
  changes.push(...tagChanges(numbered, context.headers));

  // What changes in `run_live` is written once, together with the positions.
  const heads = groupChanges([
    ...changes.filter(isOfRunLive),
    ...headsOfRuns(numbered, now),
  ]);
  const others = groupChanges(changes.filter(change => !isOfRunLive(change)));
  const withoutNews = heads.filter(head => !tellsPositions(head));
  for (const groups of [others, withoutNews]) {
    if (groups.length > 0) void tx.apply(groups);
  }
  const events = eventsOf(numbered, headersOf(context, changes), now);
  if (events.length === 0) return Promise.resolve(new Map());
  // Positions are taken last: their lock is the only one that all lanes wait for.
  const last = tx.append(events, heads.filter(tellsPositions));
  return inBackground(
    last.then(position => placesOf(numbered, position - events.length)),
  );
}

/** What fails with the transaction needs nobody else to hear of it. */
function inBackground<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** @param before - the position that the log had come to */
function placesOf(
  numbered: Numbered[],
  before: number,
): Map<Transition, number> {
  const places = new Map<Transition, number>();
  let place = before;
  for (const { transition, facts } of numbered) {
    place += facts.length;
    if (facts.length > 0) places.set(transition, place);
  }
  return places;
}

/**
 * A fence is an epoch. Transitions of two epochs of a run may meet in one batch, where this process
 * has lost the run and claimed it anew: each is judged by its own. What is in the log already is
 * judged by it too: another holder may have told the same of the run, and effects are only for the
 * one that holds it.
 */
function refusals(
  batch: Transition[],
  before: Map<Transition, number>,
  context: BatchContext,
): Map<Transition, Error> {
  const { numbers, epochs, revisions } = context;
  const refused = new Map<Transition, Error>();
  for (const transition of batch) {
    const { runId, create, fence, observed } = transition;
    if (before.has(transition) && (!fence || letsGo(transition))) continue;
    if (!create && !numbers.has(runId)) {
      refused.set(transition, new Error(`There is no run ${runId}`));
    } else if (
      isFenced(transition, before) &&
      epochs.get(runId) !== fence!.epoch
    ) {
      refused.set(transition, new LeaseLost(runId));
    } else if (observed && revisions.get(runId) !== observed.revision) {
      refused.set(transition, new ObservationStale(runId));
    } else if (isPurged(transition, context)) {
      refused.set(transition, new RunPurged(runId));
    }
  }
  return refused;
}

/** Numbers the events of each run; leaves out the facts of those who may repeat what was told. */
function numberFacts(
  accepted: Transition[],
  { numbers, told }: BatchContext,
): Numbered[] {
  const latest = new Map(numbers);
  const known = new Set(told);
  return accepted.map(transition => {
    const { runId } = transition;
    const all = keysOf(transition);
    const isNews = all.map(key => {
      const name = nameOf(runId, key);
      const isKnown = mayRepeat(transition) && known.has(name);
      known.add(name);
      return !isKnown;
    });
    const facts = transition.facts.filter((_, index) => isNews[index]);
    const keys = all.filter((_, index) => isNews[index]);
    const firstNumber = (latest.get(runId) ?? 0) + 1;
    latest.set(runId, firstNumber + facts.length - 1);
    return { transition, facts, keys, firstNumber };
  });
}

/** How far the log of each run has come; `last_position` counts from the batch's first event. */
function headsOfRuns(numbered: Numbered[], now: number): Change[] {
  let place = 0;
  return numbered.map(({ transition, facts, firstNumber }): Change => {
    place += facts.length;
    return {
      kind: 'update',
      table: 'run_live',
      key: { run_id: transition.runId },
      set: {
        last_number: firstNumber + facts.length - 1,
        updated_at: now,
        ...(facts.length > 0 ? { last_position: place } : {}),
      },
    };
  });
}

function isOfRunLive({ kind, table }: Change): boolean {
  return kind === 'update' && table === 'run_live';
}

function tellsPositions({ set }: ChangeGroup): boolean {
  return set.includes('last_position');
}

/** What permission rules must know of the runs, as it is after the changes. */
function headersOf(
  { headers }: BatchContext,
  changes: Change[],
): Map<string, string> {
  const runs = new Map(headers);
  for (const { table, key, set } of changes) {
    if (table !== 'runs') continue;
    const id = String(key.id);
    runs.set(id, { ...runs.get(id), ...set });
  }
  return new Map([...runs].map(([id, run]) => [id, authHeader(run)]));
}

function authHeader(run: Row): string {
  return JSON.stringify({
    workflowId: run.workflow_id,
    tenantId: run.tenant_id,
    environment: run.environment,
    startedBy: run.started_by,
    tags: JSON.parse(String(run.tags)),
    status: run.status,
    ended: isEnded(String(run.status)),
  });
}

/** Rows of the log, in its order, without their positions. */
function eventsOf(
  numbered: Numbered[],
  headers: Map<string, string>,
  now: number,
): Row[] {
  return numbered.flatMap(({ transition, facts, keys, firstNumber }) =>
    facts.map((fact, index) => {
      const { runId, mode = 'live', importedBefore = 0 } = transition;
      const { position: _, ...row } = eventRow(runId, fact, {
        position: 0,
        number: firstNumber + index,
        key: keys[index],
        now,
        mode: fact.at < importedBefore ? 'import' : mode,
        auth: headers.get(runId)!,
      });
      return row;
    }),
  );
}
