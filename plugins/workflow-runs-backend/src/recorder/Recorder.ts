import { isEnded, RunFact } from 'backstage-plugin-workflow-runs-common';
import { Change, groupChanges, Row } from '../database/changes';
import { LaneDatabase, LaneTransaction } from '../database/LaneDatabase';
import { Redactor } from '../privacy/Redactor';
import { CommitLane, retryingDeadlocks } from './CommitLane';
import { redactTransition } from './redactTransition';
import { eventKey } from './eventKey';
import { changesOf, eventRow } from './rows';
import { KeyTaken, LeaseLost, Transition } from './Transition';

/** Where a transition has come to stand in the log. */
export interface Committed {
  runId: string;
  /** Position of its last event; null where it has none. */
  position: number | null;
}

/** A transition with its place in its run, and those of its facts that are news. */
interface Numbered {
  transition: Transition;
  facts: RunFact[];
  firstNumber: number;
}

type Outcome = { ok: true; value: Committed } | { ok: false; error: Error };

/** Columns of a run that permission rules look at when an event goes out. */
const AUTH_COLUMNS = [
  'id',
  'workflow_id',
  'tenant_id',
  'environment',
  'started_by',
  'tags',
  'status',
];

/**
 * Writes everything that is known about runs: redact, append to the log, project onto the tables,
 * in one transaction. Nobody else writes those tables.
 */
export class Recorder {
  readonly #lane: CommitLane<Transition, Committed>;
  readonly #database: LaneDatabase;
  readonly #listeners = new Set<(committed: Committed[]) => void>();

  constructor(
    private readonly options: {
      database: LaneDatabase;
      redactor: Redactor;
      now: () => number;
      onListenerError?: (error: unknown) => void;
    },
  ) {
    this.#database = retryingDeadlocks(options.database);
    this.#lane = new CommitLane(batch => this.#write(batch), bytesOf);
  }

  /**
   * Commits a transition, with others in one transaction. Facts that are told without a fence, by
   * those who may not know whether they have told them before, are taken once.
   *
   * @throws LeaseLost where its fence is of an earlier claim
   * @throws KeyTaken where one of its claims is taken
   */
  async commit(transition: Transition): Promise<Committed> {
    return this.#lane.submit(
      redactTransition(transition, this.options.redactor),
    );
  }

  /** Calls back after each commit, for those who would otherwise have to ask. */
  onCommit(listener: (committed: Committed[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Settles once everything that was submitted is written or refused. */
  idle(): Promise<void> {
    return this.#lane.idle();
  }

  async #write(batch: Transition[]): Promise<Outcome[]> {
    const outcomes = await this.#database.transaction(tx =>
      writeBatch(tx, batch, this.options.now()),
    );
    const committed = outcomes.flatMap(outcome =>
      outcome.ok ? [outcome.value] : [],
    );
    if (committed.length > 0) this.#tell(committed);
    return outcomes;
  }

  #tell(committed: Committed[]) {
    for (const listener of this.#listeners) {
      try {
        listener(committed);
      } catch (error) {
        // It is committed, whatever becomes of those who wanted to know.
        this.options.onListenerError?.(error);
      }
    }
  }
}

async function writeBatch(
  tx: LaneTransaction,
  batch: Transition[],
  now: number,
): Promise<Outcome[]> {
  // Lanes of all processes take the rows of runs in the same order, or they would deadlock.
  const existing = [
    ...new Set([
      ...batch.filter(t => !t.create).map(t => t.runId),
      // Who is told must not let go of its run meanwhile.
      ...batch.flatMap(({ tells }) => (tells ? [tells.runId] : [])),
    ]),
  ].sort();
  const live = await tx.lock('run_live', 'run_id', existing, [
    'run_id',
    'last_number',
  ]);
  const numbers = new Map(
    live.map(row => [String(row.run_id), Number(row.last_number)]),
  );

  const refused = new Map<Transition, Error>();
  await takeKeys(tx, batch);
  await refuseLostLeases(tx, batch, refused);
  for (const transition of batch) {
    if (!transition.create && !numbers.has(transition.runId)) {
      refused.set(transition, new Error(`There is no run ${transition.runId}`));
    }
  }

  const accepted = batch.filter(transition => !refused.has(transition));
  const news = await leaveOutKnownFacts(tx, accepted);
  const numbered = accepted.map((transition): Numbered => {
    const { runId } = transition;
    const facts = news.get(transition) ?? transition.facts;
    const firstNumber = (numbers.get(runId) ?? 0) + 1;
    numbers.set(runId, firstNumber + facts.length - 1);
    return { transition, facts, firstNumber };
  });
  const changes = numbered.flatMap(({ transition, facts, firstNumber }) =>
    changesOf({ ...transition, facts }, firstNumber, now),
  );
  for (const runId of new Set(accepted.map(t => t.runId))) {
    changes.push({
      kind: 'update',
      table: 'run_live',
      key: { run_id: runId },
      set: { last_number: numbers.get(runId)!, updated_at: now },
    });
  }
  changes.push(...(await wakeForNews(tx, accepted, now)));
  for (const group of groupChanges(changes)) await tx.apply(group);

  const positions = await appendEvents(tx, numbered, now);
  return batch.map(transition => {
    const error = refused.get(transition);
    return error
      ? { ok: false, error }
      : {
          ok: true,
          value: {
            runId: transition.runId,
            position: positions.get(transition) ?? null,
          },
        };
  });
}

/** The facts that are news, of transitions that may tell some again. */
async function leaveOutKnownFacts(
  tx: LaneTransaction,
  accepted: Transition[],
): Promise<Map<Transition, RunFact[]>> {
  const unsure = accepted.filter(
    ({ fence, create, facts }) => !fence && !create && facts.length > 0,
  );
  if (unsure.length === 0) return new Map();
  const nameOf = (runId: string, fact: RunFact) =>
    `${runId}\0${eventKey(fact)}`;
  const known = await tx.known(
    'run_events',
    ['run_id', 'event_key'],
    unsure.flatMap(({ runId, facts }) =>
      facts.map(fact => ({ run_id: runId, event_key: eventKey(fact) })),
    ),
  );
  const told = new Set(known.map(row => `${row.run_id}\0${row.event_key}`));
  return new Map(
    unsure.map(transition => {
      const news = transition.facts.filter(fact => {
        const name = nameOf(transition.runId, fact);
        if (told.has(name)) return false;
        told.add(name);
        return true;
      });
      return [transition, news];
    }),
  );
}

/** A batch with a key that is taken is rolled back and tried in halves, until it stands alone. */
async function takeKeys(tx: LaneTransaction, batch: Transition[]) {
  for (const { claims = [] } of batch) {
    for (const claim of claims) {
      const [taken] = await tx.insertIfAbsent(claim.table, claim.key, [
        claim.row,
      ]);
      if (!taken) throw new KeyTaken(claim);
    }
  }
}

/**
 * A fence is an epoch. Transitions of two epochs of a run may meet in one batch, where this process
 * has lost the run and claimed it anew: each is judged by its own.
 */
async function refuseLostLeases(
  tx: LaneTransaction,
  batch: Transition[],
  refused: Map<Transition, Error>,
) {
  const fenced = batch.filter(t => t.fence);
  if (fenced.length === 0) return;
  const runIds = [...new Set(fenced.map(t => t.runId))].sort();
  const rows = await tx.lock('engine_runs', 'run_id', runIds, [
    'run_id',
    'epoch',
  ]);
  const epochs = new Map(
    rows.map(row => [String(row.run_id), Number(row.epoch)]),
  );
  for (const transition of fenced) {
    if (epochs.get(transition.runId) !== transition.fence!.epoch) {
      refused.set(transition, new LeaseLost(transition.runId));
    }
  }
}

/**
 * What is asked of a run, or told to it, while its engine lets go of it would wait for the run's next timer, which
 * may never come: the run is due at once. The lock on `run_live` makes that safe: who asks takes it
 * too, so either the request is seen here, or its own wake-up comes later.
 */
async function wakeForNews(
  tx: LaneTransaction,
  accepted: Transition[],
  now: number,
): Promise<Change[]> {
  const parked = new Set(
    accepted
      .filter(({ fence }) => fence?.leave?.workerId === null)
      .map(({ runId }) => runId),
  );
  if (parked.size === 0) return [];
  const answered = new Set(
    accepted.flatMap(({ actions = [] }) => actions.map(({ id }) => id)),
  );
  const asked = await tx.select(
    'actions',
    'run_id',
    [...parked],
    ['id', 'run_id', 'status'],
  );
  const told = await tx.select(
    'run_messages',
    'run_id',
    [...parked],
    ['run_id', 'child_run_id'],
  );
  const read = new Set(
    accepted.flatMap(({ runId, read: messages = [] }) =>
      messages.map(({ childRunId }) => `${runId} ${childRunId}`),
    ),
  );
  const withNews = new Set([
    ...asked
      .filter(
        row => row.status === 'requested' && !answered.has(String(row.id)),
      )
      .map(row => String(row.run_id)),
    ...told
      .filter(row => !read.has(`${row.run_id} ${row.child_run_id}`))
      .map(row => String(row.run_id)),
  ]);
  const isOver = new Set(
    accepted
      .filter(({ fence }) => fence?.leave?.isOver)
      .map(({ runId }) => runId),
  );
  return [...parked].flatMap((runId): Change[] => {
    const row = { table: 'engine_runs', key: { run_id: runId } } as const;
    if (withNews.has(runId)) {
      return [{ ...row, kind: 'update', set: { wake_at: now } }];
    }
    return isOver.has(runId) ? [{ ...row, kind: 'delete' }] : [];
  });
}

/** Positions are taken last: their lock is the only one that all lanes wait for. */
async function appendEvents(
  tx: LaneTransaction,
  numbered: Numbered[],
  now: number,
): Promise<Map<Transition, number>> {
  const positions = new Map<Transition, number>();
  const withFacts = numbered.filter(({ facts }) => facts.length > 0);
  if (withFacts.length === 0) return positions;

  const runIds = [
    ...new Set(withFacts.map(({ transition }) => transition.runId)),
  ];
  const headers = new Map(
    (await tx.select('runs', 'id', runIds, AUTH_COLUMNS)).map(row => [
      String(row.id),
      authHeader(row),
    ]),
  );
  const count = withFacts.reduce((sum, { facts }) => sum + facts.length, 0);
  const before = (await tx.takePositions(count)) - count;
  const rows: Row[] = [];
  const lastOfRun = new Map<string, number>();
  for (const { transition, facts, firstNumber } of withFacts) {
    const { runId } = transition;
    for (const [index, fact] of facts.entries()) {
      rows.push(
        eventRow(runId, fact, {
          position: before + rows.length + 1,
          number: firstNumber + index,
          now,
          auth: headers.get(runId)!,
        }),
      );
    }
    const position = before + rows.length;
    positions.set(transition, position);
    lastOfRun.set(runId, position);
  }
  await tx.insert('run_events', rows);
  await tx.update(
    'run_live',
    {
      keys: ['run_id'],
      set: ['last_position'],
      rows: [...lastOfRun].map(([run_id, last_position]) => ({
        run_id,
        last_position,
      })),
    },
    ['run_id'],
  );
  return positions;
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

/** Sealed values are what makes a transition heavy. */
function bytesOf({ sealed = [] }: Transition): number {
  return sealed.reduce((sum, { content }) => sum + content.length, 0);
}
