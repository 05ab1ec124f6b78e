import assert from 'node:assert/strict';
import {
  EngineAction,
  engineActionSchema,
  isEnded,
  Json,
  RunStatus,
} from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineInstance,
  NativeHistoryRequest,
  RunEngine,
  SyncScope,
  SyncSubject,
} from '../../engines';
import { TestRunner } from '../conformance';
import { statusOf } from './statusOf';
import { TestSink } from './TestSink';

/** An engine that is to be observed, with a server behind it that has what a test wants. @public */
export interface ObservedEngineWorld {
  engine: RunEngine;
  instance: EngineInstance;
  /** Has the server have runs from now on, each in a native status since then. Times are epoch milliseconds. */
  put(
    ...runs: { nativeId: string; status: string; at: number }[]
  ): Promise<void> | void;
  /** Another process with the same server behind it. */
  another(): RunEngine;
  stop?(): Promise<void> | void;
}

/** How an engine is held to the contract. @public */
export interface ObservedEngineSpec {
  name: string;
  /** Makes a server without runs, and the engine that asks it. */
  begin(): Promise<ObservedEngineWorld> | ObservedEngineWorld;
  /** Every native status that there is, with what it means here. */
  statuses: Readonly<Record<string, RunStatus>>;
  /** A native status that there is not: the next version of the server may have it. */
  unknownStatus: string;
  /** A workflow of which it launches runs, where it does. */
  launches?: string;
  /** Where `describe` and `it` are no globals. */
  runner?: TestRunner;
}

const NAMESPACE = 'default';
const BEGIN = Date.parse('2026-11-01T12:00:00Z');

/**
 * Holds an engine that is observed to what all of them have to do alike.
 *
 * @example
 * ```ts
 * describeObservedEngine({
 *   name: 'my engine',
 *   begin: () => startFakeServer(),
 *   statuses: { busy: 'running', done: 'completed', broken: 'failed' },
 *   unknownStatus: 'hibernating',
 * });
 * ```
 * @public
 */
export function describeObservedEngine(spec: ObservedEngineSpec): void {
  const { runner = globalThis as unknown as TestRunner } = spec;
  const [[someStatus]] = Object.entries(spec.statuses);
  const isOpen = (status: string) => !isEnded(spec.statuses[status]);
  const never = new AbortController().signal;

  const within =
    (use: (world: ObservedEngineWorld) => Promise<void>) => async () => {
      const world = await spec.begin();
      try {
        await use(world);
      } finally {
        await world.stop?.();
      }
    };
  const put = (world: ObservedEngineWorld, count: number) =>
    world.put(
      ...Array.from({ length: count }, (_, index) => ({
        nativeId: `run-${index}`,
        status: someStatus,
        at: BEGIN + index * 1_000,
      })),
    );
  const all: SyncSubject = {
    kind: 'window',
    since: BEGIN,
    until: BEGIN + 86_400_000,
  };
  /** Asks for one page after the other. */
  const ask = async (
    world: ObservedEngineWorld,
    subject: SyncSubject,
    { limit = 100, engine = () => world.engine } = {},
  ) => {
    const sink = new TestSink();
    const cursors = new Set<string>();
    let cursor: string | null = null;
    do {
      const scope: SyncScope = {
        ...subject,
        instance: world.instance,
        cursor,
        limit,
      };
      const page = await engine().sync!(scope, sink, never);
      cursor = page.nextCursor;
      assert.ok(
        cursor === null || typeof cursor === 'string',
        `the next page begins at ${cursor}: a cursor is a string, and null at the end`,
      );
      assert.ok(!cursor || !cursors.has(cursor), `it came back to ${cursor}`);
      if (cursor) cursors.add(cursor);
    } while (cursor !== null);
    return sink;
  };
  const theRun = (nativeId: string): SyncSubject => ({
    kind: 'run',
    run: { namespace: NAMESPACE, nativeId },
  });

  runner.describe(spec.name, () => {
    for (const [native, status] of Object.entries(spec.statuses)) {
      runner.it(
        `tells of a run that is ${native} as ${status}`,
        within(async world => {
          await world.put({ nativeId: 'one', status: native, at: BEGIN });
          const told = (await ask(world, theRun('one'))).last('one');
          assert.ok(told, 'it was not told of');
          assert.equal(statusOf(told), status);
          assert.equal(told.nativeStatus?.value, native);
        }),
      );
    }

    runner.it(
      'keeps a status that it does not know, and takes it for no end',
      within(async world => {
        const status = spec.unknownStatus;
        await world.put({ nativeId: 'one', status, at: BEGIN });
        const told = (await ask(world, theRun('one'))).last('one');
        assert.ok(told, 'it was not told of');
        assert.equal(told.nativeStatus?.value, status);
        assert.equal(isEnded(statusOf(told)), false);
      }),
    );

    runner.it(
      'tells nothing of a run that there is not, and does not fail',
      within(async world => {
        assert.deepEqual((await ask(world, theRun('none'))).told, []);
      }),
    );

    runner.it(
      'tells the same whenever it is asked, and however large the pages are',
      within(async world => {
        await put(world, 5);
        const [once, again, small] = [
          await ask(world, all),
          await ask(world, all),
          await ask(world, all, { limit: 2 }),
        ];
        assert.equal(once.told.length, 5);
        for (const id of once.told) {
          assert.deepEqual(again.last(id), once.last(id));
          assert.deepEqual(small.last(id), once.last(id));
        }
        assert.deepEqual(small.told, once.told);
      }),
    );

    runner.it(
      'goes on in another process at the page that it was at',
      within(async world => {
        await put(world, 5);
        const sink = await ask(world, all, {
          limit: 2,
          engine: () => world.another(),
        });
        assert.equal(sink.told.length, 5);
      }),
    );

    runner.it(
      'tells of all that is open, and of what is known to have been',
      within(async world => {
        const runs = Object.keys(spec.statuses).map(status => ({
          nativeId: `run-${status}`,
          status,
          at: BEGIN,
        }));
        await world.put(...runs);
        const ended = runs.filter(({ status }) => !isOpen(status));
        const known = ended.slice(0, 1).map(({ nativeId }) => ({
          namespace: NAMESPACE,
          nativeId,
        }));
        const { told } = await ask(world, { kind: 'open', known });
        for (const { nativeId, status } of runs) {
          if (!isOpen(status)) continue;
          assert.ok(told.includes(nativeId), `${status} was not told of`);
        }
        for (const { nativeId } of known)
          assert.ok(told.includes(nativeId), `${nativeId} was not told of`);
      }),
    );

    runner.it(
      'tells of what changed within a time, and of no more than it must before it',
      within(async world => {
        await put(world, 5);
        const { told } = await ask(world, {
          kind: 'window',
          since: BEGIN + 2_000,
          until: BEGIN + 86_400_000,
        });
        for (const id of ['run-2', 'run-3', 'run-4'])
          assert.ok(told.includes(id), `${id} was not told of`);
      }),
    );

    runner.it(
      'stops when it is to stop',
      within(async world => {
        await put(world, 3);
        const sink = new TestSink();
        const scope = { ...all, instance: world.instance, cursor: null };
        await assert.rejects(
          world.engine.sync!(
            { ...scope, limit: 10 },
            sink,
            AbortSignal.abort(),
          ),
        );
        assert.deepEqual(sink.told, []);
      }),
    );

    runner.it(
      'does what it says that it can do, and refuses the rest',
      within(async world => {
        await put(world, 1);
        const { engine, instance } = world;
        const { actions } = engine.capabilities(instance, {
          nativeId: 'run-0',
        });
        assert.ok(
          engine.perform || actions.length === 0,
          'it can do something, and cannot be asked to',
        );
        if (!engine.perform) return;
        for (const action of engineActionSchema.options) {
          const refused = await refusalOf(world, action);
          if (actions.includes(action)) continue;
          assert.ok(refused, `it did ${action}, and says that it cannot`);
        }
      }),
    );

    runner.it(
      'offers only what it can be asked for',
      within(async ({ engine, instance }) => {
        const able = engine.capabilities(instance);
        assert.ok(engine.launch || !able.launch, 'it has no launch');
        assert.ok(engine.query || !able.queries, 'it has no query');
        assert.ok(engine.history || !able.nativeHistory, 'it has no history');
        assert.equal(able.launch, spec.launches !== undefined);
      }),
    );

    runner.it(
      'launches a run once for each key, and tells of it',
      within(async world => {
        const { launches: workflow } = spec;
        if (workflow === undefined) return;
        const launch = (idempotencyKey: string) =>
          world.engine.launch!(
            {
              instance: world.instance,
              workflow,
              namespace: NAMESPACE,
              input: {},
              businessEventId: null,
              tags: [],
              idempotencyKey,
              actor: 'user:default/tester',
            },
            never,
          );
        const first = await launch('one');
        assert.deepEqual(await launch('one'), first);
        assert.notDeepEqual(await launch('another'), first);
        const told = await ask(world, { kind: 'run', run: first });
        assert.equal(told.last(first.nativeId)?.workflow?.name, workflow);
      }),
    );

    runner.it(
      'shows the same of what it has recorded, however large the pages are',
      within(async world => {
        await put(world, 1);
        const whole = await historyOf(world, 1_000);
        const small = await historyOf(world, 1);
        assert.deepEqual(small, whole);
      }),
    );

    runner.it(
      'refuses what it is asked about a run that there is not',
      within(async ({ engine, instance }) => {
        const run = { namespace: NAMESPACE, nativeId: 'none' };
        const about = { instance, run };
        const first = { cursor: null, limit: 10 };
        const refused = { name: 'CommandRefused' };
        for (const answer of [
          engine.history?.({ ...about, ...first }, never),
          engine.query?.({ ...about, name: 'any', args: [] }, never),
          engine.planRetry?.({ ...about, step: null }, never),
        ]) {
          if (answer) await assert.rejects(answer, refused);
        }
      }),
    );
  });

  /** All pages of what it has recorded of a run; nothing where it shows none. */
  async function historyOf(
    { engine, instance }: ObservedEngineWorld,
    limit: number,
  ): Promise<Json[]> {
    const run = { namespace: NAMESPACE, nativeId: 'run-0' };
    const events: Json[] = [];
    let cursor: string | null = null;
    do {
      const request: NativeHistoryRequest = { instance, run, cursor, limit };
      const page = await engine.history?.(request, never);
      events.push(...(page?.events ?? []));
      cursor = page?.nextCursor ?? null;
    } while (cursor !== null);
    return events;
  }

  /** What it says to a command that it will not carry out; anything else that goes wrong is wrong. */
  async function refusalOf(
    { engine, instance }: ObservedEngineWorld,
    action: EngineAction,
  ): Promise<string | undefined> {
    try {
      await engine.perform!(
        {
          instance,
          run: { namespace: NAMESPACE, nativeId: 'run-0' },
          action,
          idempotencyKey: `key of ${action}`,
          actor: 'user:default/tester',
          reason: 'a test',
          details: {},
        },
        never,
      );
      return undefined;
    } catch (error) {
      if (error instanceof CommandRefused) return error.message;
      throw error;
    }
  }
}
