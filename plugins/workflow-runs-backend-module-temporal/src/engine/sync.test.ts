import { temporal } from '@temporalio/proto';
import { Payload, PayloadCodec } from '@temporalio/common';
import { EngineAway, SyncSubject } from 'backstage-plugin-workflow-runs-node';
import { TestSink } from 'backstage-plugin-workflow-runs-node/testing';
import { CodecAway, CodecFailed } from '../client/RemoteCodec';
import { engineOf } from './__testUtils__/engineOf';
import {
  BEGINS,
  endOf,
  eventsOf,
  executionOf,
  STATUSES,
} from './__testUtils__/executions';
import { FakeTemporal, grpcError } from './__testUtils__/FakeTemporal';

const { EventType } = temporal.api.enums.v1;
const never = new AbortController().signal;
const BEGIN = Date.parse('2026-11-29T08:00:00.000Z');
const OPEN: SyncSubject = { kind: 'open', known: [] };
const WINDOW: SyncSubject = {
  kind: 'window',
  since: BEGIN - 1_000,
  until: BEGIN + 3_600_000,
};
const signal = (name: string, text = '"hello"') => ({
  eventType: EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
  workflowExecutionSignaledEventAttributes: {
    signalName: name,
    input: {
      payloads: [
        {
          metadata: { encoding: Buffer.from('json/plain') },
          data: Buffer.from(text),
        },
      ],
    },
  },
});
const signaled = (count: number) => [
  ...BEGINS,
  ...Array.from({ length: count }, (_, index) => signal(`signal-${index}`)),
];

describe('what is asked of a cluster', () => {
  let cluster: FakeTemporal;
  let world: ReturnType<typeof engineOf>;
  let now: number;
  beforeEach(() => {
    now = Date.now();
    cluster = new FakeTemporal();
    world = engineOf(cluster, { now: () => now });
  });

  const ask = async (subject: SyncSubject, { engine, instance } = world) => {
    const sink = new TestSink();
    let cursor: string | null = null;
    let requests = 0;
    do {
      const page: { nextCursor: string | null; requests?: number } =
        await engine.sync(
          { ...subject, instance, cursor, limit: 100 },
          sink,
          never,
        );
      cursor = page.nextCursor;
      requests += page.requests!;
    } while (cursor !== null);
    return { sink, requests };
  };
  /** What was asked since it was called last, without what an engine finds out about its namespace. */
  const calls = () =>
    cluster.asked
      .splice(0)
      .map(({ call }) => call)
      .filter(call => call !== 'describeNamespace');

  it('is the description of what is open, and its history only where that has changed', async () => {
    cluster.knowsPaused = true;
    cluster.put(executionOf({}));
    await ask(OPEN);
    expect(calls()).toEqual([
      'listWorkflowExecutions',
      'describeWorkflowExecution',
      'getWorkflowExecutionHistory',
    ]);

    const soon = await ask(OPEN);
    expect(calls()).toEqual([
      'listWorkflowExecutions',
      'describeWorkflowExecution',
    ]);
    expect(soon.requests).toBe(2);
    expect(soon.sink.told).toEqual([]);

    // So that the portal knows that it is still there.
    now += 20_000;
    const later = await ask(OPEN);
    expect(later.sink.told).toEqual(['order-1/run-1']);
  });

  it('is each of what is open once, be it known or listed', async () => {
    cluster.knowsPaused = true;
    const runs = Array.from({ length: 60 }, (_, index) => `run-${index}`);
    cluster.put(...runs.map(runId => executionOf({ runId })));
    const known = runs.map(runId => ({
      namespace: 'default',
      nativeId: `order-1/${runId}`,
    }));
    const { sink } = await ask({ kind: 'open', known });

    expect(sink.told).toHaveLength(60);
    expect(cluster.count('describeWorkflowExecution')).toBe(60);
  });

  it('is of a history that has grown what is new alone, from its end', async () => {
    cluster.knowsPaused = true;
    cluster.put(executionOf({ events: eventsOf(BEGIN, signaled(300)) }));
    await ask(OPEN);
    calls();
    const events = eventsOf(BEGIN, signaled(302));
    cluster.put(
      executionOf({ events, pendingActivities: [{ activityId: 'x' }] }),
    );
    const { sink } = await ask(OPEN);

    expect(calls()).toEqual([
      'listWorkflowExecutions',
      'describeWorkflowExecution',
      'getWorkflowExecutionHistoryReverse',
    ]);
    expect(sink.last('order-1/run-1')!.steps).toHaveLength(302);
  });

  it('is a history of any length, page by page', async () => {
    cluster.knowsPaused = true;
    cluster.put(executionOf({ events: eventsOf(BEGIN, signaled(600)) }));
    const { sink, requests } = await ask(OPEN);

    expect(requests).toBe(2 + 3);
    expect(sink.last('order-1/run-1')!.steps).toHaveLength(600);
  });

  it('is nothing of a history of which only what is pending has changed', async () => {
    cluster.knowsPaused = true;
    cluster.put(executionOf({}));
    await ask(OPEN);
    calls();
    cluster.put(executionOf({ pendingActivities: [{ attempt: 2 }] }));
    await ask(OPEN);

    expect(calls()).toEqual([
      'listWorkflowExecutions',
      'describeWorkflowExecution',
    ]);
  });

  it('is nothing of a history that has not changed, be there no room to keep it', async () => {
    cluster.knowsPaused = true;
    world = engineOf(cluster, { now: () => now, room: 0 });
    cluster.put(executionOf({}));
    await ask(OPEN);
    calls();
    now += 20_000;
    const { sink } = await ask(OPEN);

    expect(calls()).not.toContain('getWorkflowExecutionHistory');
    expect(sink.told).toEqual(['order-1/run-1']);
    cluster.put(executionOf({ pendingActivities: [{ attempt: 2 }] }));
    await ask(OPEN);
    expect(calls()).toContain('getWorkflowExecutionHistory');
  });

  it('has children that are told of once, and not those of other namespaces', async () => {
    cluster.knowsPaused = true;
    const child = (id: number, namespace: string) => [
      {
        eventType:
          EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
        startChildWorkflowExecutionInitiatedEventAttributes: {
          namespace,
          workflowId: `child-${id}`,
          workflowType: { name: 'Parcel' },
        },
      },
      {
        eventType: EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED,
        childWorkflowExecutionStartedEventAttributes: {
          initiatedEventId: id,
          workflowExecution: { workflowId: `child-${id}`, runId: 'run' },
        },
      },
    ];
    const events = [...BEGINS, ...child(5, 'default'), ...child(7, 'other')];
    cluster.put(executionOf({ events: eventsOf(BEGIN, events) }));
    const first = await ask(OPEN);
    expect(first.sink.told).toEqual(['child-5/run', 'order-1/run-1']);

    const more = [...events, ...child(9, 'default')];
    cluster.put(
      executionOf({
        events: eventsOf(BEGIN, more),
        pendingActivities: [{ attempt: 2 }],
      }),
    );
    const { sink } = await ask(OPEN);
    expect(sink.told).toEqual(['child-9/run', 'order-1/run-1']);
  });

  it('is what goes on from one that somebody looks at, too', async () => {
    cluster.put(
      executionOf({ status: STATUSES.ContinuedAsNew }),
      executionOf({ runId: 'next' }),
    );
    const run = { namespace: 'default', nativeId: 'order-1/run-1' };
    const { sink } = await ask({ kind: 'run', run });
    expect(sink.told).toEqual(['order-1/next', 'order-1/run-1']);

    const again = await ask({ kind: 'run', run });
    expect(again.sink.told).toEqual(['order-1/run-1']);
  });

  it('is of what is open, among what has changed, what the pass over it has not told of lately', async () => {
    cluster.knowsPaused = true;
    cluster.put(executionOf({}));
    await ask(OPEN);
    calls();
    expect((await ask(WINDOW)).requests).toBe(1);
    expect(calls()).toEqual(['listWorkflowExecutions']);

    now += 30_000;
    const { sink } = await ask(WINDOW);
    expect(sink.told).toEqual(['order-1/run-1']);
  });

  it('is the history of what has ended, once', async () => {
    cluster.put(executionOf({ status: STATUSES.Completed }));
    const first = await ask(WINDOW);
    expect(first.sink.told).toEqual(['order-1/run-1']);
    expect(calls()).toContain('getWorkflowExecutionHistory');

    const second = await ask(WINDOW);
    expect(second.sink.told).toEqual([]);
    expect(second.requests).toBe(1);
    expect(calls()).not.toContain('describeWorkflowExecution');
  });

  it('is all there is where somebody looks at one', async () => {
    cluster.put(executionOf({ status: STATUSES.Completed }));
    await ask(WINDOW);
    const { sink } = await ask({
      kind: 'run',
      run: { namespace: 'default', nativeId: 'order-1/run-1' },
    });

    expect(sink.told).toEqual(['order-1/run-1']);
  });

  it('names what is paused where the server knows the word, and does not ask it again where not', async () => {
    cluster.put(executionOf({}));
    await ask(OPEN);
    await ask(OPEN);

    expect(
      cluster.asked
        .filter(({ call }) => call === 'listWorkflowExecutions')
        .map(({ request }) => request.query),
    ).toEqual([
      "ExecutionStatus IN ('Running', 'Paused')",
      "ExecutionStatus IN ('Running')",
      "ExecutionStatus IN ('Running')",
    ]);
  });

  it('is how what was open is now, be it that lists name it no more', async () => {
    cluster.put(executionOf({ status: STATUSES.Failed }));
    const { sink } = await ask({
      kind: 'open',
      known: [
        { namespace: 'default', nativeId: 'order-1/run-1' },
        { namespace: 'default', nativeId: 'past/retention' },
      ],
    });

    expect(sink.told).toEqual(['order-1/run-1']);
    expect(sink.last('order-1/run-1')!.nativeStatus!.value).toBe('Failed');
  });

  it('is not there any more, of what was open, and the engine says so', async () => {
    cluster.knowsPaused = true;
    const { engine, instance } = world;
    const known = ['past/retention', 'past/too'].map(nativeId => ({
      namespace: 'default',
      nativeId,
    }));
    const page = await engine.sync(
      { kind: 'open', known, instance, cursor: null, limit: 100 },
      new TestSink(),
      never,
    );

    expect(page.problem).toContain('past/retention, and 1 more, was open');
    expect(page.problem).toContain('does not know it any more');
  });

  it('leaves of an execution whose history is gone what lists say', async () => {
    cluster.put(executionOf({ status: STATUSES.Failed, isHistoryGone: true }));
    const { sink } = await ask(WINDOW);

    expect(sink.last('order-1/run-1')!.passages[0].end).toMatchObject({
      outcome: 'failed',
      error: { message: expect.stringContaining('gone') },
    });
  });

  it('tells what it can of a run that ends while it is read', async () => {
    cluster.knowsPaused = true;
    cluster.put(executionOf({}));
    await ask(OPEN);
    const events = eventsOf(BEGIN, [...BEGINS, ...endOf(STATUSES.Completed)]);
    cluster.put(executionOf({ events, pendingActivities: [{ attempt: 2 }] }));
    const { sink } = await ask(OPEN);

    expect(sink.last('order-1/run-1')!.passages[0].end).toMatchObject({
      outcome: 'completed',
    });
  });

  it.each([
    [grpcError(7, 'unauthorized'), 'does not let the portal'],
    [grpcError(3, 'invalid query'), 'Temporal will not: invalid query'],
    [grpcError(14, 'gone'), 'does not answer'],
  ])(
    'waits where it cannot be asked, and skips nothing: %s',
    async (trouble, why) => {
      cluster.trouble.set('listWorkflowExecutions', trouble);
      const problem = await ask(WINDOW).catch(error => error);

      expect(problem).toBeInstanceOf(EngineAway);
      expect(problem.message).toContain(why);
    },
  );

  it('goes no further in a page when the cluster goes away', async () => {
    cluster.put(
      ...Array.from({ length: 20 }, (_, index) =>
        executionOf({ runId: `run-${index}` }),
      ),
    );
    cluster.trouble.set('describeWorkflowExecution', grpcError(14, 'gone'));
    await expect(ask(OPEN)).rejects.toThrow(EngineAway);

    expect(cluster.count('describeWorkflowExecution')).toBeLessThan(20);
  });

  it('stops between two executions when it is to stop', async () => {
    cluster.put(
      ...Array.from({ length: 20 }, (_, index) =>
        executionOf({ runId: `run-${index}` }),
      ),
    );
    const stopping = new AbortController();
    cluster.answers.set('describeWorkflowExecution', () => {
      stopping.abort(new Error('enough'));
      return {};
    });
    const { engine, instance } = world;

    await expect(
      engine.sync(
        { ...OPEN, instance, cursor: null, limit: 100 },
        new TestSink(),
        stopping.signal,
      ),
    ).rejects.toThrow('enough');
    expect(cluster.count('describeWorkflowExecution')).toBeLessThan(20);
  });

  describe('with a codec', () => {
    let isAway: boolean;
    const codec: PayloadCodec = {
      encode: async payloads => payloads,
      decode: async payloads => {
        if (isAway) throw new CodecAway('The codec server does not answer');
        return payloads.map((payload: Payload) => ({
          ...payload,
          data: Buffer.from('"decoded"'),
        }));
      },
    };
    beforeEach(() => {
      cluster.knowsPaused = true;
      cluster.put(executionOf({ events: eventsOf(BEGIN, signaled(1)) }));
      world = engineOf(cluster, { codecs: [codec] });
    });

    it('reads what has ended once, whatever is decoded of what lists say', async () => {
      isAway = false;
      const note = {
        metadata: { encoding: Buffer.from('binary/encrypted') },
        data: Buffer.from('hidden'),
      };
      cluster.put(
        executionOf({
          status: STATUSES.Completed,
          memo: { fields: { note } },
        }),
      );
      await ask(WINDOW);
      expect(cluster.count('getWorkflowExecutionHistory')).toBe(1);
      await ask(WINDOW);
      expect(cluster.count('getWorkflowExecutionHistory')).toBe(1);
    });

    it('that fails at payloads of one holds up no other, and the engine says so', async () => {
      const failing: PayloadCodec = {
        ...codec,
        decode: async payloads => {
          const texts = payloads.map(({ data }) => String(data));
          if (texts.includes('"bad"')) throw new CodecFailed('It answers 500');
          return codec.decode(payloads);
        },
      };
      cluster.put(
        executionOf({
          runId: 'bad',
          events: eventsOf(BEGIN, [...BEGINS, signal('bad', '"bad"')]),
        }),
      );
      world = engineOf(cluster, { codecs: [failing] });
      isAway = false;
      const { engine, instance } = world;
      const sink = new TestSink();
      const pass = () =>
        engine.sync(
          { ...OPEN, instance, cursor: null, limit: 100 },
          sink,
          never,
        );
      await pass();
      // By now there is nothing else to decode.
      expect(await pass()).toMatchObject({
        nextCursor: null,
        problem: 'Payloads of order-1/bad could not be read: It answers 500',
      });
      expect(sink.last('order-1/run-1')!.steps).toHaveLength(1);
      expect(sink.last('order-1/bad')!.steps).toEqual([]);

      isAway = true;
      await expect(pass()).rejects.toThrow(CodecAway);
    });

    it('that is away shows that executions are there, and says why there is no more', async () => {
      isAway = true;
      const sink = new TestSink();
      const { engine, instance } = world;
      const scope = { ...OPEN, instance, cursor: null, limit: 100 };
      await expect(engine.sync(scope, sink, never)).rejects.toThrow(
        new EngineAway('The codec server does not answer'),
      );
      expect(sink.last('order-1/run-1')).toMatchObject({
        workflow: { name: 'Order' },
        steps: [],
      });

      isAway = false;
      await engine.sync(scope, sink, never);
      expect(sink.last('order-1/run-1')!.steps).toHaveLength(1);
      expect(JSON.stringify(sink.last('order-1/run-1'))).toContain('decoded');
    });
  });
});
