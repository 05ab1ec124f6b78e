import { randomUUID } from 'node:crypto';
import { connect, createServer, Server, Socket } from 'node:net';
import { AddressInfo } from 'node:net';
import {
  CommandRefused,
  EngineAway,
  NativeHistoryPage,
} from 'backstage-plugin-workflow-runs-node';
import { endOfRun, RealWorld, stepOf } from './__testUtils__/RealWorld';

jest.setTimeout(60_000);

const address = process.env.TEMPORAL_TEST_ADDRESS;
const describeOnTemporal = address ? describe : describe.skip;
const never = new AbortController().signal;

const ORDER = {
  orderId: '4711',
  customer: 'acme',
  amount: 12.5,
  items: ['cup'],
  address: '1 Main Street',
  coolingOffMs: 1,
  deliveryMs: 1,
};

describeOnTemporal('the engine of a real cluster', () => {
  let world: RealWorld;
  beforeAll(async () => {
    world = await RealWorld.start({ address: address! });
  });
  afterAll(() => world.stop());

  /** An execution of the shop, under the names of Temporal. */
  const start = async (type: string, input: object, taskQueue = 'orders') => {
    const workflowId = `${type}-${randomUUID()}`;
    const { firstExecutionRunId } = await world.shop.workflow.start(type, {
      taskQueue,
      workflowId,
      args: [input],
    });
    return { workflowId, nativeId: `${workflowId}/${firstExecutionRunId}` };
  };
  const order = (changes: object = {}) =>
    start('OrderFulfilment', { ...ORDER, ...changes });

  it('tells of an execution from its start over a retry and a signal to its end, with the child that it launches', async () => {
    const { workflowId, nativeId } = await order({
      declined: 1,
      confirmPayment: true,
    });
    const retrying = await world.until(nativeId, told =>
      Boolean(stepOf(told, 'chargePayment')?.attempts[0]?.end),
    );
    expect(retrying).toMatchObject({
      workflow: { name: 'OrderFulfilment' },
      namespace: 'default',
      businessEventId: workflowId,
      taskQueue: 'orders',
    });
    expect(endOfRun(retrying)).toBeUndefined();
    expect(stepOf(retrying, 'chargePayment')!.attempts[0].end).toMatchObject({
      outcome: 'failed',
      willRetry: true,
      error: { message: expect.stringContaining('declined') },
    });

    expect(
      await world.perform(nativeId, 'send_event', {
        name: 'payment-received',
        payload: { reference: 'bank' },
      }),
    ).toEqual({ status: 'completed' });
    const ended = await world.until(nativeId, told => Boolean(endOfRun(told)));
    expect(endOfRun(ended)).toMatchObject({ outcome: 'completed' });
    expect(ended.output?.value).toMatchObject({ receipt: 'R-4711' });
    expect(
      stepOf(ended, 'chargePayment')!.attempts.map(({ end }) => end!.outcome),
    ).toEqual(['failed', 'completed']);

    const { told } = await world.ask({
      kind: 'run',
      run: { namespace: 'default', nativeId },
    });
    const child = told.find(id => id.startsWith(`${workflowId}-parcel/`));
    expect(child).toBeDefined();
  });

  it('finds what is open and what has ended, each told of whole', async () => {
    const since = Date.now() - 60_000;
    const open = await order({ confirmPayment: true });
    const ended = await order();
    await world.shop.workflow.getHandle(ended.workflowId).result();
    let sink = await world.ask({ kind: 'open', known: [] });
    while (!sink.told.includes(open.nativeId)) {
      sink = await world.ask({ kind: 'open', known: [] });
    }
    expect(endOfRun(sink.last(open.nativeId))).toBeUndefined();

    do {
      sink = await world.ask({ kind: 'window', since, until: Date.now() });
      // Lists are a moment behind: the next window goes back for what came too late.
    } while (!endOfRun(sink.last(ended.nativeId)));
    expect(stepOf(sink.last(ended.nativeId), 'packItems')).toMatchObject({
      attempts: [{ end: { outcome: 'completed' } }],
    });
    // Nor is it told of again, once lists know that it has ended.
    do {
      sink = await world.ask({ kind: 'window', since, until: Date.now() });
    } while (sink.told.includes(ended.nativeId));

    await world.perform(open.nativeId, 'terminate');
    const known = [{ namespace: 'default', nativeId: open.nativeId }];
    sink = await world.ask({ kind: 'open', known });
    expect(sink.last(open.nativeId)?.nativeStatus?.value).toBe('Terminated');
    expect(endOfRun(sink.last(open.nativeId))).toMatchObject({
      outcome: 'canceled',
    });
  });

  it('cancels an execution, which puts in order what it has begun', async () => {
    const { nativeId } = await order({ confirmPayment: true });
    await world.until(nativeId, told =>
      Boolean(stepOf(told, 'chargePayment')?.attempts[0]?.end),
    );
    expect(await world.perform(nativeId, 'cancel')).toMatchObject({
      status: 'completed',
    });
    const told = await world.until(nativeId, each => Boolean(endOfRun(each)));

    expect(endOfRun(told)).toMatchObject({ outcome: 'canceled' });
    expect(stepOf(told, 'releaseStock')).toBeDefined();
    await expect(
      world.perform(nativeId, 'send_event', { name: 'payment-received' }),
    ).rejects.toThrow(new CommandRefused('The execution has ended already'));
  });

  it('asks an execution, updates it, and says what it can be asked', async () => {
    const { workflowId, nativeId } = await order({ confirmPayment: true });
    const at = world.at(nativeId);
    expect(
      await world.perform(nativeId, 'update', {
        name: 'change-address',
        input: '2 Elm Street',
      }),
    ).toEqual({ status: 'completed', result: '2 Elm Street' });
    await expect(
      world.perform(nativeId, 'update', { name: 'change-address', input: '' }),
    ).rejects.toThrow('An address is needed');
    expect(
      await world.engine.query!({ ...at, name: 'status', args: [] }, never),
    ).toMatchObject({ address: '2 Elm Street' });
    await expect(
      world.engine.query!({ ...at, name: 'nonsense', args: [] }, never),
    ).rejects.toThrow(CommandRefused);
    expect(await world.engine.handlers!(at, never)).toEqual({
      signals: [{ name: 'payment-received', description: null }],
      updates: [
        { name: 'change-address', description: null },
        { name: 'await-payment', description: null },
      ],
      queries: [{ name: 'status', description: null }],
    });
    const events: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: NativeHistoryPage = await world.engine.history!(
        { ...at, cursor, limit: 3 },
        never,
      );
      events.push(...page.events);
      cursor = page.nextCursor;
    } while (cursor !== null);
    const { raw } = await world.shop.workflow.getHandle(workflowId).describe();
    expect(events).toHaveLength(
      Number(raw.workflowExecutionInfo!.historyLength),
    );
    expect(events[0]).toMatchObject({
      workflowExecutionStartedEventAttributes: {
        input: { payloads: [{ orderId: '4711' }] },
      },
    });
    await world.perform(nativeId, 'terminate');
  });

  it('hears of an update that takes long that the execution works on it, and what has become of it', async () => {
    const { nativeId } = await order({ confirmPayment: true });
    const update = (ms: number) =>
      world.perform(nativeId, 'update', { name: 'await-payment', input: ms });
    const failed = await update(1).catch(error => error);
    expect(failed).not.toBeInstanceOf(CommandRefused);
    expect(failed.message).toContain('The payment has not come');

    expect(await update(60_000)).toEqual({
      status: 'accepted',
      message: 'The workflow has accepted it, and works on it',
    });
    await world.perform(nativeId, 'send_event', { name: 'payment-received' });
    const told = await world.until(nativeId, each => Boolean(endOfRun(each)));
    expect(stepOf(told, 'await-payment#2')?.output?.value).toBe('paid');
  });

  it('says that no worker is there to answer', async () => {
    const { nativeId } = await start('OrderFulfilment', ORDER, 'nobody');

    await expect(
      world.engine.query!(
        { ...world.at(nativeId), name: 'status', args: [] },
        never,
      ),
    ).rejects.toThrow("No worker answers on the task queue 'nobody'");
    await world.perform(nativeId, 'terminate');
  });

  it('does an execution again from a step, as it has said that it would', async () => {
    const { workflowId, nativeId } = await order();
    const before = await world.until(nativeId, told => Boolean(endOfRun(told)));
    const plan = await world.engine.planRetry!(
      { ...world.at(nativeId), step: 'packItems' },
      never,
    );
    expect(plan).toMatchObject({ becomes: 'new_run' });
    expect(plan.again).toEqual(
      expect.arrayContaining(['packItems', 'notifyCustomer']),
    );
    expect(plan.kept).toEqual(
      expect.arrayContaining(['reserveStock', 'chargePayment']),
    );

    const { status, message } = await world.perform(nativeId, 'retry', {
      step: 'packItems',
    });
    // The one that it was asked of has nothing more to tell.
    expect(status).toBe('completed');
    const runId = /[0-9a-f-]{36}$/.exec(message!)![0];
    const after = await world.until(`${workflowId}/${runId}`, told =>
      Boolean(endOfRun(told)),
    );
    expect(after.origin).toMatchObject({ nativeId, as: 'reset' });
    const endOf = (told: typeof after, key: string) =>
      stepOf(told, key)!.attempts.at(-1)!.end!.at;
    expect(endOf(after, 'chargePayment')).toBe(endOf(before, 'chargePayment'));
    expect(endOf(after, 'packItems')).toBeGreaterThan(
      endOf(before, 'packItems'),
    );

    const other = await world.shop.workflow.start('OrderFulfilment', {
      taskQueue: 'nobody',
      workflowId,
      args: [ORDER],
    });
    const { notes } = await world.engine.planRetry!(
      { ...world.at(nativeId), step: 'packItems' },
      never,
    );
    expect(notes.join(' ')).toContain(
      `is open, ${other.firstExecutionRunId}: Temporal terminates it`,
    );
    await other.terminate();
  });

  it('says that a child would be launched beside itself', async () => {
    const { workflowId, nativeId } = await order({ deliveryMs: 600_000 });
    await world.until(nativeId, told =>
      Boolean(stepOf(told, 'ShipParcel')?.attempts[0]?.startedAt),
    );
    const { notes } = await world.engine.planRetry!(
      { ...world.at(nativeId), step: 'packItems' },
      never,
    );
    expect(notes).toContain('This one is still open: Temporal terminates it.');
    expect(notes.join(' ')).toContain(
      "'ShipParcel' still runs, and this does not end it",
    );
    await world.perform(nativeId, 'terminate');
    await world.shop.workflow
      .getHandle(`${workflowId}-parcel`)
      .terminate()
      // Where it ends with its parent.
      .catch(() => {});
  });

  it('pauses an activity between two attempts, and lets it go on', async () => {
    const { nativeId } = await order({ declined: 1 });
    await world.until(nativeId, told =>
      Boolean(stepOf(told, 'chargePayment')?.attempts[0]?.end),
    );
    const act = (operation: string) =>
      world.perform(nativeId, 'node_action', {
        step: 'chargePayment',
        operation,
      });
    await act('pause');
    const paused = await world.until(nativeId, told =>
      (stepOf(told, 'chargePayment')?.operations?.value ?? []).some(
        ({ name }) => name === 'unpause',
      ),
    );
    expect(endOfRun(paused)).toBeUndefined();

    await act('reset');
    await act('unpause');
    await world.until(nativeId, told => Boolean(endOfRun(told)));
    await expect(act('pause')).rejects.toThrow(CommandRefused);
  });

  it('follows an execution that goes on as a new one', async () => {
    const { workflowId, nativeId } = await start(
      'NightlyReconciliation',
      { day: '2026-11-28', accounts: ['rent', 'wages'], batch: 1 },
      'reconciliation',
    );
    const first = await world.until(nativeId, told => Boolean(endOfRun(told)));
    expect(first.nativeStatus?.value).toBe('ContinuedAsNew');

    const handle = world.shop.workflow.getHandle(workflowId);
    await handle.result();
    const { runId } = await handle.describe();
    const next = await world.until(`${workflowId}/${runId}`, told =>
      Boolean(endOfRun(told)),
    );
    expect(next.origin).toMatchObject({ nativeId, as: 'continued' });
  });

  it('launches an execution once for a key, and no second one beside it', async () => {
    const launch = (idempotencyKey: string, businessEventId: string) =>
      world.engine.launch!(
        {
          instance: world.instance,
          workflow: 'OrderFulfilment',
          namespace: 'default',
          input: { ...ORDER, confirmPayment: true },
          businessEventId,
          tags: [],
          idempotencyKey,
          actor: 'user:default/ada',
        },
        never,
      );
    const id = `order-${randomUUID()}`;
    const run = await launch(`${id}-a`, id);

    expect(await launch(`${id}-a`, id)).toEqual(run);
    await expect(launch(`${id}-b`, id)).rejects.toThrow('is open already');
    await world.perform(run.nativeId, 'terminate');
    expect(await launch(`${id}-a`, id)).toEqual(run);
    const next = await launch(`${id}-c`, id);
    expect(next.nativeId).not.toBe(run.nativeId);
    await world.perform(next.nativeId, 'terminate');
  });

  it('tells nothing of an execution that there is not', async () => {
    expect(await world.look(`none/${randomUUID()}`)).toBeUndefined();
    expect(await world.look('no such/id')).toBeUndefined();
    await expect(
      world.perform(`none/${randomUUID()}`, 'cancel'),
    ).rejects.toThrow('past the retention');
  });

  it('says which namespace there is not', async () => {
    const wrong = await RealWorld.start({
      address: address!,
      namespaces: ['nonsense'],
    });
    try {
      await expect(wrong.ask({ kind: 'open', known: [] })).rejects.toThrow(
        new EngineAway(`${address} has no namespace 'nonsense'`),
      );
    } finally {
      await wrong.stop();
    }
  });

  it('says that the server is gone, and goes on when it is back', async () => {
    const [host, port] = address!.split(':');
    const sockets = new Set<Socket>();
    const pipe = (socket: Socket) => {
      const there = connect(Number(port), host);
      for (const each of [socket, there]) {
        sockets.add(each);
        each.on('error', () => {});
      }
      socket.pipe(there).pipe(socket);
    };
    const listen = (at: number) =>
      new Promise<Server>(resolve => {
        const server = createServer(pipe).listen(at, '127.0.0.1', () =>
          resolve(server),
        );
      });
    let between = await listen(0);
    const at = (between.address() as AddressInfo).port;
    const cut = () => {
      for (const socket of sockets) socket.destroy();
      return new Promise(done => between.close(done));
    };
    const far = await RealWorld.start({ address: `127.0.0.1:${at}` });
    try {
      const { nativeId } = await order();
      await far.until(nativeId, told => Boolean(told));
      await cut();
      await expect(far.look(nativeId)).rejects.toThrow(EngineAway);

      between = await listen(at);
      const again = async (): Promise<unknown> =>
        far.look(nativeId).catch(again);
      expect(await again()).toBeDefined();
    } finally {
      await far.stop();
      await cut();
    }
  });
});
