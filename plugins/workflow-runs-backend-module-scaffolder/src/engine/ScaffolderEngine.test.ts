import { mockCredentials } from '@backstage/backend-test-utils';
import { ResponseError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import {
  EngineCommand,
  EngineLogLine,
  RunSink,
  SyncScope,
  SyncSubject,
} from 'backstage-plugin-workflow-runs-node';
import { FakeScaffolder } from '../__fixtures__/FakeScaffolder';
import {
  after,
  CREATED,
  ends,
  eventsOf,
  says,
  starts,
  step,
  taskOf,
} from '../__fixtures__/tasks';
import { ScaffolderEngine } from './ScaffolderEngine';

const { signal } = new AbortController();
const ADA = mockCredentials.user('user:default/ada');

/** Takes in what it is told, as the portal does. */
class Told implements RunSink {
  readonly runs = new Map<string, RunSnapshot>();
  readonly lines: EngineLogLine[] = [];
  gone = false;

  async observe(snapshot: RunSnapshot) {
    this.runs.set(snapshot.nativeId, snapshot);
    const outcome = this.gone ? ('gone' as const) : ('changed' as const);
    return { runId: snapshot.nativeId, outcome };
  }

  async record(_: unknown, lines: readonly EngineLogLine[]) {
    this.lines.push(...lines);
    return this.recorded();
  }

  async recorded() {
    return Math.max(0, ...this.lines.map(({ number }) => number));
  }
}

function setUp() {
  const scaffolder = new FakeScaffolder();
  const told = new Told();
  const decision = jest.fn(async () => [{ result: AuthorizeResult.ALLOW }]);
  const subscribe = jest.fn(
    async (_: {
      topics: string[];
      onEvent: (event: any) => Promise<void>;
    }) => {},
  );
  const engine = new ScaffolderEngine({
    api: scaffolder as any,
    permissions: { authorizeConditional: decision as any },
    events: { subscribe },
    config: {
      title: 'Scaffolder',
      tenant: 'acme',
      environment: 'test',
      requestsPerSecond: 5,
      recovers: false,
    },
    now: () => after(3_600),
  });
  const [instance] = engine.instances();
  const sync = (
    subject: SyncSubject,
    cursor: string | null = null,
    limit = 100,
  ) =>
    engine.sync(
      { ...subject, instance, cursor, limit } as SyncScope,
      told,
      signal,
    );
  const perform = (command: Partial<EngineCommand>) =>
    engine.perform(
      {
        instance,
        run: { namespace: 'default', nativeId: 'a' },
        action: 'cancel',
        idempotencyKey: 'k',
        actor: 'user:default/ada',
        credentials: ADA,
        reason: null,
        details: {},
        ...command,
      },
      signal,
    );
  return { engine, scaffolder, told, sync, perform, decision, subscribe };
}

describe('the runs of the scaffolder', () => {
  it('are told one by one, with their lines, and are read on behind what is known', async () => {
    const { scaffolder, told, sync } = setUp();
    const run = { namespace: 'default', nativeId: 'a' };
    scaffolder.add(
      taskOf({ id: 'a' }),
      eventsOf(starts, step('fetch', 'processing'), says('fetch', 'info: hi')),
    );
    await sync({ kind: 'run', run });
    expect(told.lines).toEqual([
      expect.objectContaining({ number: 1, attempt: 1 }),
      expect.objectContaining({ number: 2, step: 'fetch', attempt: 1 }),
      {
        number: 3,
        at: after(3),
        level: 'info',
        message: 'hi',
        step: 'fetch',
        attempt: 1,
      },
    ]);

    scaffolder.events
      .get('a')!
      .push(
        ...eventsOf(starts, starts, starts, step('fetch', 'completed')).slice(
          3,
        ),
      );
    await sync({ kind: 'run', run });
    expect(scaffolder.asked).toContain('events a 2');
    expect(told.lines).toHaveLength(4);
    expect(told.runs.get('a')?.steps[0].attempts[0].end?.outcome).toBe(
      'completed',
    );
    expect(told.runs.get('a')?.startedBy).toBe('user:default/ada');
  });

  it('that are open are all told, and those that have ended without being heard', async () => {
    const { scaffolder, told, sync } = setUp();
    scaffolder.add(
      taskOf({ id: 'ended', status: 'failed' }),
      eventsOf(ends('failed')),
    );
    for (const id of ['a', 'b', 'c']) {
      scaffolder.add(taskOf({ id }), eventsOf(starts));
    }
    const known = ['a', 'ended', 'gone'].map(nativeId => ({
      namespace: 'default',
      nativeId,
    }));
    const first = await sync({ kind: 'open', known }, null, 2);
    expect(first).toEqual({ nextCursor: '2', requests: 3 });
    await sync({ kind: 'open', known }, first.nextCursor, 2);
    expect([...told.runs.keys()].sort()).toEqual(['a', 'b', 'c', 'ended']);
    expect(told.runs.get('ended')?.passages[0].end?.outcome).toBe('failed');
  });

  it('are not read where nothing has happened to them', async () => {
    const { scaffolder, told, sync } = setUp();
    scaffolder.add(taskOf({ id: 'a', status: 'open' }));
    await sync({ kind: 'open', known: [] });
    expect(scaffolder.asked).toEqual(['list 0']);
    expect(told.runs.get('a')?.passages).toEqual([
      { generation: 0, queuedAt: CREATED, marks: [] },
    ]);
  });

  it.each([
    ['window', ['young', 'alive']],
    ['drift', ['young', 'alive']],
    ['backfill', ['young']],
  ] as const)('of a %s are those that it is about', async (kind, ids) => {
    const { scaffolder, told, sync } = setUp();
    const times = (createdAt: number, lastHeartbeatAt: number) => ({
      createdAt: new Date(createdAt).toISOString(),
      lastHeartbeatAt: new Date(lastHeartbeatAt).toISOString(),
    });
    const add = (id: string, created: number, beat: number) =>
      scaffolder.add(
        taskOf({ id, status: 'failed', ...times(after(created), after(beat)) }),
        eventsOf(ends('failed')),
      );
    add('old', -900, -890);
    add('alive', -800, 30);
    add('young', 20, 25);
    add('later', 200, 210);
    await sync({ kind, since: after(10), until: after(100) });
    expect([...told.runs.keys()].sort()).toEqual([...ids].sort());
  });

  it('of a backfill end with the first page that is older', async () => {
    const { scaffolder, sync } = setUp();
    for (const id of ['a', 'b', 'c']) scaffolder.add(taskOf({ id }), []);
    const ask = (since: number, kind: 'backfill' | 'drift') =>
      sync({ kind, since, until: after(9) }, null, 2);
    expect((await ask(after(1), 'backfill')).nextCursor).toBeNull();
    expect((await ask(after(-1), 'backfill')).nextCursor).toBe('2');
    expect((await ask(after(1), 'drift')).nextCursor).toBe('2');
  });

  it('that were deleted here stay so', async () => {
    const { scaffolder, told, sync } = setUp();
    told.gone = true;
    scaffolder.add(taskOf({ id: 'a' }), eventsOf(starts));
    await sync({ kind: 'open', known: [] });
    expect(told.lines).toEqual([]);
  });

  it.each([
    [responseOf(503), 'EngineAway'],
    [responseOf(429), 'EngineAway'],
    [new TypeError('fetch failed'), 'EngineAway'],
    [responseOf(403), 'ResponseError'],
  ])('are not told while it does not answer: %s', async (trouble, name) => {
    const { scaffolder, sync } = setUp();
    scaffolder.trouble = await trouble;
    await expect(sync({ kind: 'open', known: [] })).rejects.toMatchObject({
      name,
    });
  });
});

describe('what the scaffolder says by itself', () => {
  it('is heard, whatever it is about', async () => {
    const { engine, subscribe } = setUp();
    const hear = jest.fn();
    await engine.listen(hear);
    const [{ topics, onEvent }] = subscribe.mock.calls[0];
    expect(topics).toEqual(['scaffolder.task']);
    await onEvent({ topic: 'scaffolder.task', eventPayload: { id: 'a' } });
    expect(hear).toHaveBeenCalledTimes(1);
  });
});

describe('what the scaffolder is asked for', () => {
  it.each(['cancel', 'retry'] as const)('is to %s a task', async action => {
    const { scaffolder, perform } = setUp();
    await expect(perform({ action })).resolves.toEqual({ status: 'completed' });
    expect(scaffolder.asked).toEqual([`${action} a`]);
  });

  it('is nothing else, and nothing in nobody’s name', async () => {
    const { scaffolder, perform } = setUp();
    for (const command of [
      { action: 'pause' as const },
      { credentials: undefined },
    ]) {
      await expect(perform(command)).rejects.toThrow(
        expect.objectContaining({ name: 'CommandRefused' }),
      );
    }
    expect(scaffolder.asked).toEqual([]);
  });

  it.each([
    [responseOf(403), 'CommandRefused', /does not let you/],
    [responseOf(404), 'CommandRefused', /no more/],
    [responseOf(409), 'CommandRefused', /cannot be retried/],
    [responseOf(503), 'EngineAway', /does not answer/],
  ])('is refused for a reason: case %#', async (trouble, name, message) => {
    const { scaffolder, perform } = setUp();
    scaffolder.trouble = await trouble;
    const refused = perform({ action: 'retry' });
    await expect(refused).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });
});

describe('who sees the tasks of the scaffolder', () => {
  it('is who the scaffolder lets read them', async () => {
    const { engine, decision } = setUp();
    await expect(engine.visibility(ADA)).resolves.toBe('all');
    expect(decision).toHaveBeenCalledWith(
      [
        {
          permission: expect.objectContaining({ name: 'scaffolder.task.read' }),
        },
      ],
      { credentials: ADA },
    );
  });
});

async function responseOf(status: number): Promise<Error> {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: {
          name: 'Refused',
          message: 'Task with taskId a cannot be retried',
        },
        response: { statusCode: status },
      }),
      { status, headers: { 'content-type': 'application/json' } },
    ) as any,
  );
}
