import { temporal } from '@temporalio/proto';
import { defaultPayloadConverter, PayloadCodec } from '@temporalio/common';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  CommandRefused,
  EngineAway,
  EngineCommand,
} from 'backstage-plugin-workflow-runs-node';
import { engineOf } from './__testUtils__/engineOf';
import { BEGINS, eventsOf, executionOf } from './__testUtils__/executions';
import { FakeTemporal, grpcError } from './__testUtils__/FakeTemporal';

const never = new AbortController().signal;
const { EventType, UpdateWorkflowExecutionLifecycleStage: Stage } =
  temporal.api.enums.v1;
const payloads = (...values: Json[]) => ({
  payloads: values.map(value => defaultPayloadConverter.toPayload(value)),
});
const read = (input: any) =>
  input.payloads.map((payload: any) =>
    defaultPayloadConverter.fromPayload(payload),
  );

describe('what operators ask for', () => {
  let cluster: FakeTemporal;
  let world: ReturnType<typeof engineOf>;
  beforeEach(() => {
    cluster = new FakeTemporal();
    cluster.put(executionOf({}));
    world = engineOf(cluster, { taskQueues: { Order: 'orders' } });
    for (const call of [
      'requestCancelWorkflowExecution',
      'terminateWorkflowExecution',
      'signalWorkflowExecution',
    ]) {
      cluster.answers.set(call, () => ({}));
    }
    cluster.answers.set('describeTaskQueue', () => ({ pollers: [{}] }));
  });
  const run = { namespace: 'default', nativeId: 'order-1/run-1' };
  const perform = (
    action: EngineCommand['action'],
    details: EngineCommand['details'] = {},
  ) =>
    world.engine.perform(
      {
        instance: world.instance,
        run,
        action,
        details,
        idempotencyKey: 'key-1',
        actor: 'user:default/ada',
        reason: 'too late',
      },
      never,
    );
  const lastRequest = () => cluster.asked.at(-1)!.request;

  it('cancel an execution under their name, with the reason and the key', async () => {
    expect(await perform('cancel')).toMatchObject({ status: 'completed' });
    expect(lastRequest()).toEqual({
      namespace: 'default',
      workflowExecution: { workflowId: 'order-1', runId: 'run-1' },
      identity: 'workflow-runs/user:default/ada',
      reason: 'too late',
      requestId: 'key-1',
    });
  });

  it('terminate an execution', async () => {
    expect(await perform('terminate')).toEqual({ status: 'completed' });
    expect(lastRequest()).toMatchObject({ reason: 'too late' });
  });

  it.each([
    [{ reference: 'bank' }, [{ reference: 'bank' }]],
    [['a', 'b'], [['a', 'b']]],
    [null, []],
    [undefined, []],
  ])(
    'signal an execution with one argument or none: %j',
    async (payload, args) => {
      expect(
        await perform('send_event', { name: 'payment-received', payload }),
      ).toEqual({ status: 'completed' });
      expect(lastRequest()).toMatchObject({
        signalName: 'payment-received',
        requestId: 'key-1',
      });
      expect(read(lastRequest().input)).toEqual(args);
    },
  );

  it('update an execution, and hear what it answers', async () => {
    cluster.answers.set('updateWorkflowExecution', () => ({
      outcome: { success: payloads('2 Elm Street') },
    }));

    expect(
      await perform('update', {
        name: 'change-address',
        input: '2 Elm Street',
      }),
    ).toEqual({ status: 'completed', result: '2 Elm Street' });
    expect(lastRequest().request.meta).toEqual({
      updateId: 'key-1',
      identity: 'workflow-runs/user:default/ada',
    });
    expect(read(lastRequest().request.input.args)).toEqual(['2 Elm Street']);
  });

  it('hear why an update is rejected, which Temporal does not keep', async () => {
    cluster.answers.set('updateWorkflowExecution', () => ({
      outcome: { failure: { message: 'It is on its way already' } },
    }));
    cluster.trouble.set(
      'pollWorkflowExecutionUpdate',
      grpcError(5, 'update "key-1" not found'),
    );

    await expect(perform('update', { name: 'change-address' })).rejects.toThrow(
      new CommandRefused('The workflow will not: It is on its way already'),
    );
  });

  it('hear why an update has failed that was begun, which is no refusal', async () => {
    const outcome = { failure: { message: 'failed', cause: { message: 'x' } } };
    cluster.answers.set('updateWorkflowExecution', () => ({ outcome }));
    cluster.answers.set('pollWorkflowExecutionUpdate', () => ({ outcome }));
    const failed = await perform('update', { name: 'x' }).catch(each => each);

    expect(failed).not.toBeInstanceOf(CommandRefused);
    expect(failed.message).toContain('the workflow has failed at it: failed');
  });

  it.each([
    [
      { stage: Stage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED },
      { status: 'accepted', message: expect.stringContaining('works on it') },
    ],
    [
      { outcome: { success: payloads('done') } },
      { status: 'completed', result: 'done' },
    ],
  ])(
    'hear how far an update is that was not answered in time: %j',
    async (stand, answer) => {
      cluster.trouble.set('updateWorkflowExecution', grpcError(4, 'late'));
      cluster.answers.set('pollWorkflowExecutionUpdate', () => stand);

      expect(await perform('update', { name: 'x' })).toEqual(answer);
      expect(lastRequest().updateRef.updateId).toBe('key-1');
    },
  );

  it.each([
    [4, 'late'],
    [5, 'update "key-1" not found'],
  ])(
    'hear that nobody knows whether an update is done that is not answered: %s',
    async (code, details) => {
      cluster.trouble.set('updateWorkflowExecution', grpcError(4, 'late'));
      cluster.trouble.set(
        'pollWorkflowExecutionUpdate',
        grpcError(code, details),
      );
      const silent = await perform('update', { name: 'x' }).catch(each => each);

      expect(silent).toBeInstanceOf(EngineAway);
      expect(silent.message).toContain('it may or may not do it');
    },
  );

  it.each([
    [Stage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED, 'works on it'],
    [Stage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ADMITTED, 'No worker'],
  ])(
    'hear how far an update is that takes long: %s',
    async (stage, message) => {
      cluster.answers.set('updateWorkflowExecution', () => ({ stage }));

      expect(await perform('update', { name: 'x' })).toEqual({
        status: 'accepted',
        message: expect.stringContaining(message),
      });
    },
  );

  it.each(['send_event', 'update', 'node_action'] as const)(
    'are refused a %s that says nothing',
    async action => {
      await expect(perform(action)).rejects.toThrow(CommandRefused);
    },
  );

  it('hear that an execution has ended already', async () => {
    cluster.trouble.set(
      'signalWorkflowExecution',
      grpcError(5, 'workflow execution already completed'),
    );

    await expect(perform('send_event', { name: 'x' })).rejects.toThrow(
      new CommandRefused('The execution has ended already'),
    );
  });

  it('hear that the portal may not', async () => {
    cluster.trouble.set(
      'terminateWorkflowExecution',
      grpcError(7, 'Request unauthorized.'),
    );

    await expect(perform('terminate')).rejects.toThrow(
      "Temporal does not let the portal do that in the namespace 'default'",
    );
  });

  it('hear that the cluster is away', async () => {
    cluster.trouble.set('terminateWorkflowExecution', grpcError(14, 'gone'));

    await expect(perform('terminate')).rejects.toThrow(EngineAway);
  });

  it('do an execution again from a step where the codec is away', async () => {
    const away: PayloadCodec = {
      encode: async each => each,
      decode: async () => {
        throw new EngineAway('The codec server does not answer');
      },
    };
    const [started, ...rest] = BEGINS;
    cluster.put(
      executionOf({
        events: eventsOf(Date.parse('2026-11-29T08:00:00.000Z'), [
          {
            ...started,
            workflowExecutionStartedEventAttributes: {
              workflowType: { name: 'Order' },
              input: payloads('hidden'),
            },
          },
          ...rest,
          {
            eventType: EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED,
            activityTaskScheduledEventAttributes: {
              activityId: '1',
              activityType: { name: 'charge' },
              input: payloads('hidden'),
              workflowTaskCompletedEventId: 4,
            },
          },
        ]),
      }),
    );
    cluster.answers.set('resetWorkflowExecution', () => ({ runId: 'new' }));
    world = engineOf(cluster, { codecs: [away] });

    expect(await perform('retry', { step: 'charge' })).toMatchObject({
      status: 'completed',
    });
    expect(Number(lastRequest().workflowTaskFinishEventId)).toBe(4);
  });

  describe('launch', () => {
    const launch = (changes: object = {}) =>
      world.engine.launch(
        {
          instance: world.instance,
          workflow: 'Order',
          namespace: 'default',
          input: { orderId: '4711' },
          businessEventId: 'order-4711',
          tags: [],
          idempotencyKey: 'key-1',
          actor: 'user:default/ada',
          ...changes,
        },
        never,
      );
    beforeEach(() => {
      cluster.answers.set('startWorkflowExecution', () => ({ runId: 'new' }));
    });

    it('an execution of what it is about, on the queue of its type', async () => {
      expect(await launch()).toEqual({
        namespace: 'default',
        nativeId: 'order-4711/new',
      });
      expect(lastRequest()).toMatchObject({
        workflowId: 'order-4711',
        workflowType: { name: 'Order' },
        taskQueue: { name: 'orders' },
        requestId: 'key-1',
        identity: 'workflow-runs/user:default/ada',
      });
      expect(read(lastRequest().input)).toEqual([{ orderId: '4711' }]);
    });

    it('the same execution where the same is asked again', async () => {
      await launch({ businessEventId: null });
      await launch({ businessEventId: null });

      const ids = cluster.asked.map(({ request }) => request.workflowId);
      expect(ids).toEqual(['Order-key-1', 'Order-key-1']);
    });

    it.each([
      [{}, []],
      [{ args: ['a', 1] }, ['a', 1]],
      [{ args: 'a' }, [{ args: 'a' }]],
    ])('with arguments: %j', async (input, args) => {
      await launch({ input });

      expect(read(lastRequest().input)).toEqual(args);
    });

    it('on the queue of the newest execution of its type, where none is said', async () => {
      cluster.put(
        executionOf({ runId: 'old', type: 'Night', startedAt: 1_000 }),
        executionOf({ runId: 'young', type: 'Night', taskQueue: 'nights' }),
      );
      await launch({ workflow: 'Night' });

      expect(lastRequest().taskQueue).toEqual({ name: 'nights' });
    });

    it('nothing where no queue is known', async () => {
      await expect(launch({ workflow: 'Nobody' })).rejects.toThrow(
        "No execution of 'Nobody' is known, and so no task queue",
      );
    });

    it('nothing beside one that is open', async () => {
      cluster.trouble.set(
        'startWorkflowExecution',
        grpcError(6, 'Workflow execution is already running'),
      );

      await expect(launch()).rejects.toThrow(
        "An execution 'order-4711' is open already",
      );
    });
  });

  describe('ask', () => {
    it('what an execution answers', async () => {
      cluster.answers.set('queryWorkflow', () => ({
        queryResult: payloads({ phase: 'packing' }),
      }));

      expect(
        await world.engine.query(
          { instance: world.instance, run, name: 'status', args: ['x'] },
          never,
        ),
      ).toEqual({ phase: 'packing' });
      expect(read(lastRequest().query.queryArgs)).toEqual(['x']);
    });

    it.each([
      [4, 'Deadline exceeded'],
      [9, 'no poller seen for task queue recently, worker may be down'],
    ])('and hear that no worker is there: %s', async (code, details) => {
      cluster.trouble.set('queryWorkflow', grpcError(code, details));

      await expect(
        world.engine.query(
          { instance: world.instance, run, name: 'status', args: [] },
          never,
        ),
      ).rejects.toThrow("No worker answers on the task queue 'main'");
    });

    it('and hear at once that no worker was there for minutes', async () => {
      cluster.answers.set('describeTaskQueue', () => ({ pollers: [] }));

      await expect(
        world.engine.query(
          { instance: world.instance, run, name: 'status', args: [] },
          never,
        ),
      ).rejects.toThrow("No worker answers on the task queue 'main'");
      expect(cluster.count('queryWorkflow')).toBe(0);
    });

    it('where the portal may not look for workers', async () => {
      cluster.trouble.set('describeTaskQueue', grpcError(7, 'unauthorized'));
      cluster.answers.set('queryWorkflow', () => ({}));

      expect(
        await world.engine.query(
          { instance: world.instance, run, name: 'status', args: [] },
          never,
        ),
      ).toBeNull();
    });

    it('what can be asked, but for what is not for people', async () => {
      cluster.answers.set('queryWorkflow', () => ({
        queryResult: payloads({
          definition: {
            type: 'Order',
            queryDefinitions: [
              { name: '__stack_trace' },
              { name: 'status', description: 'How far it is' },
            ],
            signalDefinitions: [{ name: 'payment-received' }],
          },
        }),
      }));

      expect(await world.engine.handlers({ run }, never)).toEqual({
        signals: [{ name: 'payment-received', description: null }],
        updates: [],
        queries: [{ name: 'status', description: 'How far it is' }],
      });
    });

    it('what Temporal has recorded, page by page, with payloads that can be read, and no bytes but of what is encrypted', async () => {
      const unread = {
        metadata: { encoding: Buffer.from('binary/encrypted') },
        data: Buffer.from('secret'),
      };
      cluster.put(
        executionOf({
          events: eventsOf(Date.parse('2026-11-29T08:00:00.000Z'), [
            ...BEGINS,
            {
              eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
              workflowExecutionSignaledEventAttributes: {
                signalName: 'paid',
                input: {
                  payloads: [
                    ...payloads({ reference: 'bank' }).payloads,
                    unread,
                    {
                      metadata: { encoding: Buffer.from('binary/protobuf') },
                      data: Buffer.from('secret'),
                    },
                    { data: Buffer.from('secret') },
                  ],
                },
              },
            },
          ]),
        }),
      );
      const page = (cursor: string | null) =>
        world.engine.history(
          { instance: world.instance, run, cursor, limit: 4 },
          never,
        );
      const first = await page(null);
      const second = await page(first.nextCursor);

      expect(first.events[0]).toMatchObject({
        eventId: '1',
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
        eventTime: expect.stringMatching(/^2026-11-29T08:00:00/),
      });
      expect(first.events).toHaveLength(4);
      expect(second).toMatchObject({
        nextCursor: null,
        events: [
          {
            eventId: '5',
            workflowExecutionSignaledEventAttributes: {
              input: {
                payloads: [
                  { reference: 'bank' },
                  {
                    metadata: {
                      encoding:
                        Buffer.from('binary/encrypted').toString('base64'),
                    },
                    data: Buffer.from('secret').toString('base64'),
                  },
                  { undecodable: { encoding: 'binary/protobuf', bytes: 6 } },
                  { undecodable: { encoding: 'none', bytes: 6 } },
                ],
              },
            },
          },
        ],
      });
    });
  });
});

describe('an engine', () => {
  it('offers to pause where the namespace says that it can', async () => {
    const cluster = new FakeTemporal();
    cluster.answers.set('describeNamespace', () => ({
      namespaceInfo: { capabilities: { workflowPause: true } },
    }));
    const { engine } = engineOf(cluster);
    expect(engine.capabilities().actions).not.toContain('pause');
    // Each backend listens, and one of them asks.
    await engine.listen(() => {});

    expect(engine.capabilities().actions).toEqual(
      expect.arrayContaining(['pause', 'resume']),
    );
    engine.stop();
  });

  it('listens to a cluster that is away', async () => {
    const cluster = new FakeTemporal();
    cluster.trouble.set('describeNamespace', grpcError(14, 'gone'));
    const { engine } = engineOf(cluster);
    await engine.listen(() => {});
    engine.stop();

    expect(engine.capabilities().actions).not.toContain('pause');
  });

  it('launches nothing in the past', () => {
    const { engine } = engineOf(new FakeTemporal(), { mode: 'import' });

    expect(engine.capabilities().launch).toBe(false);
  });
});
