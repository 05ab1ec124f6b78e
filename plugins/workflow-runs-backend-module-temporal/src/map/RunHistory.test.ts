import {
  MAX_OBSERVED_STEPS,
  ObservedStep,
  RunSnapshot,
  runSnapshotSchema,
} from 'backstage-plugin-workflow-runs-common';
import { decodePayloads, PayloadReader } from '../payloads';
import { recordedCodec } from './__fixtures__/codec';
import { historyBy } from './__fixtures__/HistoryBuilder';
import { historyOf, recorded } from './__fixtures__/recorded';
import { RunHistory } from './RunHistory';

/** What is told of the runs of a recording, which must be something that can be taken in. */
function told(name: string): RunSnapshot[] {
  return recorded(name).map(run =>
    runSnapshotSchema.parse(historyOf(run).snapshot()),
  );
}

/** Steps in a line each: key, Temporal's word, and the attempts by number and outcome. */
function brief({ steps }: RunSnapshot): string[] {
  return steps.map(({ key, nativeStatus, attempts }) =>
    [
      `${key}: ${nativeStatus?.value}`,
      ...attempts.map(({ number, end }) => {
        const error = end?.error ? ` ${end.error.code}` : '';
        const again = end?.willRetry ? ' again' : '';
        return `${number} ${end?.outcome ?? 'open'}${error}${again}`;
      }),
    ].join(', '),
  );
}

function step(snapshot: RunSnapshot, key: string): ObservedStep {
  return snapshot.steps.find(each => each.key === key)!;
}

describe('the steps of a recorded run', () => {
  it.each<[string, number, string[]]>([
    [
      'retries-then-success',
      0,
      [
        'failTimes: Completed, 2 failed Error again, 3 completed',
        'greet: Completed, 1 completed',
      ],
    ],
    [
      'retries-exhausted',
      0,
      ['breakDown: Failed, 2 failed BankError again, 3 failed BankError'],
    ],
    ['non-retryable', 0, ['refuse: Failed, 1 failed PaymentError']],
    [
      'timeouts',
      0,
      [
        'hang: TimedOut, 1 failed StartToCloseTimeout',
        'hang#2: TimedOut, 1 failed ScheduleToStartTimeout',
        'fallSilent: TimedOut, 1 failed HeartbeatTimeout',
      ],
    ],
    [
      'local-activities',
      0,
      [
        'greet: MarkerRecorded, 1 completed',
        'failTimes: MarkerRecorded, 2 completed',
        'refuse: MarkerRecorded, 1 failed PaymentError',
        'greet#2: Completed, 1 completed',
      ],
    ],
    [
      'timers',
      0,
      [
        'timer: Fired, 1 completed',
        'timer#2: Canceled, 1 canceled',
        'timer#3: Fired, 1 completed',
      ],
    ],
    [
      'children',
      1,
      [
        'child: Completed, 1 completed',
        'child#2: Failed, 1 failed ChildError',
        'child#3: Terminated, 1 failed Terminated',
        'child#4: Canceled, 1 canceled',
        'cancel another run: CancelRequested, 1 completed',
        'child#5: Failed, 1 failed WorkflowAlreadyExists',
      ],
    ],
    [
      'signals',
      0,
      [
        'send go: Signaled, 1 completed',
        'send go#2: Failed, 1 failed ExternalWorkflowNotFound',
        'cancel another run: Failed, 1 failed ExternalWorkflowNotFound',
      ],
    ],
    [
      'signals',
      1,
      ['go: Signaled, 1 completed', 'greet: Completed, 1 completed'],
    ],
    ['signals', 2, ['unheard: Signaled, 1 completed']],
    [
      'updates',
      0,
      [
        'add: Completed, 1 completed',
        'greet: Completed, 1 completed',
        'add#2: Completed, 1 failed Error',
        'go: Signaled, 1 completed',
      ],
    ],
    [
      'canceled-with-cleanup',
      0,
      ['hang: Canceled, 1 canceled', 'greet: Completed, 1 completed'],
    ],
    [
      'terminated',
      0,
      [
        'breakDown: Scheduled, 1 failed BankError again, 2 canceled',
        'beat: Started, 1 canceled',
        'child: Started, 1 canceled',
        'timer: Started, 1 canceled',
      ],
    ],
    [
      'pending',
      0,
      [
        'breakDown: Scheduled, 1 failed BankError again',
        'beat: Started, 1 open',
        'child: Started, 1 open',
      ],
    ],
  ])('are those of %s (%d)', (name, index, lines) => {
    const steps = brief(told(name)[index]);
    expect(steps.slice(0, lines.length)).toEqual(lines);
  });

  it('are told of as they are while they are under way', () => {
    const [open, paused, unpaused, ended] = told('pending');
    expect(step(open, 'beat')).toMatchObject({
      attempts: [{ number: 1, worker: 'recorder@worker' }],
      progress: { message: 'Page 1', fraction: 1 / 15 },
      operations: { value: [{ name: 'pause' }, { name: 'reset' }] },
    });
    const [failed] = step(open, 'breakDown').attempts;
    expect(failed.end?.retryAt! - failed.end!.at).toBeGreaterThan(3_500_000);
    expect(step(open, 'child').waitingFor?.value).toEqual({
      kind: 'child',
      workflow: 'child',
    });
    expect(step(paused, 'breakDown')).toMatchObject({
      nativeStatus: { value: 'Paused' },
      operations: { value: [{ name: 'unpause' }, { name: 'reset' }] },
    });
    const { waitingFor, nativeStatus } = step(paused, 'timer');
    expect(waitingFor?.value).toEqual({
      kind: 'time',
      until: nativeStatus!.at + 3_600_000,
    });
    expect(step(unpaused, 'breakDown')).toMatchObject({
      nativeStatus: { value: 'Scheduled' },
      operations: { value: [{ name: 'pause' }, { name: 'reset' }] },
    });
    expect(step(ended, 'beat').operations?.value).toEqual([]);
    expect(step(ended, 'timer').waitingFor?.value).toBeNull();
    // What is told later of the same step is the latest.
    const times = [open, paused, unpaused, ended].map(
      snapshot => step(snapshot, 'breakDown').operations!.at,
    );
    expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
  });

  it('are only known by a description where the run has ended around an activity', () => {
    const [{ workflowId, runId, events, description }] = recorded('terminated');
    const history = RunHistory.create(
      { namespace: 'default', workflowId, runId },
      PayloadReader.create(),
    );
    history.add(events);
    expect(history.isClosed && history.needsDescription).toBe(true);
    history.describe({
      workflowExecutionInfo: description.workflowExecutionInfo,
    });
    expect(history.needsDescription).toBe(true);
    history.describe(description);
    expect(history.needsDescription).toBe(false);
    expect(historyOf(recorded('timers')[0]).needsDescription).toBe(false);
  });

  it('are over once their end is written, whatever was said of them while they were open', () => {
    const [open, closed] = recorded('heartbeats');
    const history = historyOf(closed);
    history.describe(open.description);
    expect(brief(history.snapshot())).toEqual(['beat: Completed, 1 completed']);
  });

  it('come after what their workflow had waited for', () => {
    const edges = told('side-by-side')[0].steps.map(each => each.dependsOn);
    expect(edges).toEqual([
      undefined,
      ['greet'],
      ['greet'],
      ['greet'],
      ['greet#2', 'greet#3', 'greet#4'],
    ]);
    const [local] = told('local-activities');
    expect(step(local, 'greet#2').dependsOn).toEqual([
      'failTimes',
      'greet',
      'refuse',
    ]);
  });

  it('have their names, their policy, and what they were given and have made', () => {
    const [retried] = told('retries-then-success');
    expect(step(retried, 'greet')).toMatchObject({
      type: 'tool',
      input: 'Ada',
      output: { value: 'Hello Ada' },
      retryPolicy: { kind: 'failAfter', attempts: 3, delayMs: 100 },
    });
    const [timers] = told('timers');
    expect(step(timers, 'timer')).toMatchObject({
      name: 'Let it settle',
      type: 'wait',
    });
    expect(step(told('timeouts')[0], 'hang#2').taskQueue).toBe(
      'nobody-is-there',
    );
    expect(step(told('signals')[2], 'unheard').input).toEqual([1, 2]);
  });

  it('are the first ones where there are too many, and the log says so', () => {
    const plan = Array.from({ length: MAX_OBSERVED_STEPS + 3 }, () => ({
      kind: 'signal' as const,
      end: 'completed' as const,
      isBeside: true,
    }));
    const history = RunHistory.create(
      { namespace: 'default', workflowId: 'id', runId: 'run' },
      PayloadReader.create(),
    );
    history.add(historyBy(plan, { isClosed: true }));
    expect(history.snapshot().steps).toHaveLength(MAX_OBSERVED_STEPS);
    expect(history.notShown).toBe(3);
    const warnings = history
      .lines(0)
      .filter(({ level }) => level === 'warn')
      .map(({ message }) => message);
    expect(warnings).toEqual([
      'The run has more steps than are shown; the first ones are',
      '3 steps are not shown',
    ]);
  });
});

describe('a recorded run', () => {
  it.each<[string, number, string, string | undefined, object]>([
    ['side-by-side', 0, 'Completed', 'completed', {}],
    ['retries-exhausted', 0, 'Failed', 'failed', { code: 'BankError' }],
    ['timed-out', 0, 'TimedOut', 'failed', { category: 'timeout' }],
    ['canceled-with-cleanup', 0, 'Canceled', 'canceled', {}],
    ['continued-as-new', 0, 'ContinuedAsNew', 'completed', {}],
    ['not-deterministic', 0, 'Running', undefined, {}],
    [
      'wrapped',
      0,
      'Failed',
      'failed',
      {
        code: 'ChargeError',
        message: 'The order could not be charged: The card was refused',
      },
    ],
    [
      'terminated',
      0,
      'Terminated',
      'canceled',
      {
        code: 'Terminated',
        message: expect.stringMatching(/^Terminated by .*: Nobody needs it/),
      },
    ],
  ])(
    'stands as Temporal says: %s (%d)',
    (name, index, word, outcome, error) => {
      const { nativeStatus, passages } = told(name)[index];
      expect(nativeStatus?.value).toBe(word);
      const [{ queuedAt, startedAt, end }] = passages;
      expect(end?.outcome).toBe(outcome);
      expect(end?.error ?? {}).toMatchObject(error);
      expect(startedAt).toBeGreaterThanOrEqual(queuedAt!);
    },
  );

  it.each([
    ['continued-as-new', 'continued'],
    ['reset', 'reset'],
    ['retried', 'retried'],
    ['cron', 'scheduled'],
  ])('goes on from the one before it: %s', (name, as) => {
    const [first, second] = recorded(name);
    const { origin } = historyOf(second).snapshot();
    expect(origin).toEqual({
      nativeId: `${first.workflowId}/${first.runId}`,
      as,
    });
    expect(historyOf(first).snapshot().origin).toBeUndefined();
  });

  it.each(['continued-as-new', 'retried', 'cron'])(
    'says which run goes on from it: %s',
    name => {
      const [first, second] = recorded(name);
      expect(historyOf(first).nextRunId).toBe(second.runId);
    },
  );

  it('says which run does it anew, where the server does', () => {
    const history = historyOf(recorded('timers')[0]);
    expect(history.nextRunId).toBeNull();
    history.describe({ workflowExtendedInfo: { resetRunId: 'anew' } });
    expect(history.nextRunId).toBe('anew');
  });

  it('is a child of the run that has launched it, of which the parent says by which step', () => {
    const [, parent, child] = recorded('children');
    const nativeId = `${parent.workflowId}/${parent.runId}`;
    expect(historyOf(child).snapshot()).toMatchObject({
      parent: { nativeId },
      triggerType: 'parent',
    });
    const children = historyOf(parent).children();
    expect(children.map(each => each.parent)).toEqual([
      { nativeId, step: 'child' },
      { nativeId, step: 'child#2' },
      { nativeId, step: 'child#3' },
      { nativeId, step: 'child#4' },
    ]);
    expect(children.map(each => each.workflow)).toEqual(
      children.map(() => undefined),
    );
    expect(children[0].nativeId).toBe(`${child.workflowId}/${child.runId}`);
  });

  it('says who or what has started it', () => {
    expect(told('scheduled')[0]).toMatchObject({
      triggerType: 'scheduled',
      triggeredBy: 'recorded-scheduled',
    });
    expect(told('cron')[0].triggerType).toBe('scheduled');
    expect(told('timers')[0]).toMatchObject({
      triggerType: 'event',
      triggeredBy: expect.stringContaining('@'),
    });
  });

  it('says who has started it in the portal, by their own name', () => {
    const events = historyBy([]);
    const [started] = events;
    started.workflowExecutionStartedEventAttributes!.identity =
      'workflow-runs/user:default/ada';
    const history = RunHistory.create(
      { namespace: 'default', workflowId: 'made-up', runId: 'run' },
      PayloadReader.create(),
    );
    history.add(events);

    expect(history.snapshot()).toMatchObject({
      triggerType: 'manual',
      triggeredBy: 'user:default/ada',
    });
  });

  it('has what it was given, what it has made, its queue and its trace', () => {
    expect(told('traced')[0]).toMatchObject({
      workflow: { name: 'chain' },
      businessEventId: 'recorded-traced',
      input: { args: [0] },
      output: { value: { result: 'done' } },
      taskQueue: 'recorded',
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    });
    expect(told('retries-then-success')[0].output?.value).toEqual({
      greeting: 'Hello Ada',
    });
    expect(told('timers')[0].output).toBeUndefined();
  });

  it('has the attributes that its workflow has given it last', () => {
    expect(told('attributes')[0].attributes?.value).toEqual({
      Team: ['billing'],
      'memo.note': 'second',
      TemporalChangeVersion: ['quieter'],
    });
    expect(told('side-by-side')[0].attributes?.value).toEqual({
      summary: 'Three at once',
    });
  });

  it('says what was hidden where there is no codec, and does not fail', () => {
    const [run] = recorded('encrypted');
    const history = historyOf(run);
    const { input, steps } = history.snapshot();
    const undecodable = { encoding: 'binary/encrypted', bytes: 1 };
    expect(input).toEqual({ undecodable });
    expect(steps[0].key).toBe('greet');
    expect(history.undecodable).toBeGreaterThan(2);
  });

  it('is read by the codec that has hidden it', async () => {
    const [run] = recorded('encrypted');
    await decodePayloads(run.events, [recordedCodec]);
    const history = historyOf(run);
    expect(history.snapshot()).toMatchObject({
      input: { args: [0] },
      output: { value: { result: 'done' } },
      attributes: { value: { 'memo.note': 'secret' } },
    });
    expect(history.undecodable).toBe(0);
  });

  it('is told of by its description alone while its history is not there', () => {
    const [{ workflowId, runId, description }] = recorded('pending');
    const history = RunHistory.create(
      { namespace: 'default', workflowId, runId },
      PayloadReader.create(),
    );
    expect(history.snapshot()).toEqual({
      nativeId: `${workflowId}/${runId}`,
      namespace: 'default',
      tags: [],
      passages: [],
      steps: [],
    });
    history.describe(description);
    expect(history.snapshot()).toMatchObject({
      workflow: { name: 'waits' },
      nativeStatus: { value: 'Running' },
      taskQueue: 'recorded',
    });
    expect(history.isClosed).toBe(false);
    expect(history.nextEventId).toBe(1);
  });
});

describe('a reset', () => {
  it('does a step again, and keeps what was over before it', () => {
    const [base] = recorded('reset');
    const history = historyOf(base);
    const point = history.resetPointOf('greet#2')!;
    expect(history.stepsAgainFrom(point)).toEqual({
      again: ['greet#2', 'greet#3'],
      kept: ['greet'],
    });
    // It is what the recorded reset was asked for.
    const [, anew] = recorded('reset');
    const failed = anew.events.findIndex(
      event => event.workflowTaskFailedEventAttributes,
    );
    expect(point).toBe(failed + 1);
  });

  it('goes to the begin where no step is named, and to the step that failed where one has', () => {
    expect(historyOf(recorded('reset')[0]).resetPointOf(null)).toBe(4);
    expect(historyOf(recorded('throws-plainly')[0]).resetPointOf(null)).toBe(4);
    expect(historyOf(recorded('children')[1]).failedStep).toBe('child#2');
    expect(historyOf(recorded('timers')[0]).failedStep).toBeNull();
  });

  it('keeps signals, which nobody has asked for, and cannot go to them', () => {
    const history = historyOf(recorded('signals')[1]);
    expect(history.resetPointOf('go')).toBeNull();
    expect(history.resetPointOf('none')).toBeNull();
    const point = history.resetPointOf('greet')!;
    expect(history.stepsAgainFrom(point)).toEqual({
      again: ['greet'],
      kept: ['go'],
    });
  });

  it('knows the activity that a step is', () => {
    const history = historyOf(recorded('pending')[1]);
    expect(history.activityIdOf('breakDown')).toBe('1');
    expect(history.activityIdOf('timer')).toBeNull();
  });
});

describe('the log of a run', () => {
  it.each<[string, number, string[]]>([
    [
      'retries-exhausted',
      0,
      [
        'warn Attempt 3: the one before has failed: 503 from the bank',
        'error breakDown has failed: 503 from the bank',
      ],
    ],
    [
      'throws-plainly',
      0,
      [
        'error The workflow could not go on (WorkflowWorkerUnhandledFailure): It is no function',
      ],
    ],
    ['attributes', 0, ['debug Marker core_patch']],
  ])('has what is worth a line: %s (%d)', (name, index, lines) => {
    const said = historyOf(recorded(name)[index]).lines(0);
    expect(said.map(({ level, message }) => `${level} ${message}`)).toEqual(
      lines,
    );
  });

  it.each<[string, number, RegExp]>([
    ['not-deterministic', 0, /could not go on \(NonDeterministicError\)/],
    ['canceled-with-cleanup', 0, /^Asked to cancel, by /],
    ['terminated', 0, /^Terminated by .*: Nobody needs it any more$/],
    ['reset', 1, /^Does the rest of run .* anew: The second one/],
    ['continued-as-new', 0, /^Run .* goes on from here$/],
    ['signals', 1, /^Signal go received, by /],
    ['updates', 0, /^Update add accepted, by /],
  ])('says what has happened: %s (%d)', (name, index, pattern) => {
    const said = historyOf(recorded(name)[index]).lines(0);
    expect(said.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(pattern)]),
    );
  });

  it('goes on behind the line that is known', () => {
    const history = historyOf(recorded('retries-exhausted')[0]);
    const [first, second] = history.lines(0);
    expect(history.lines(first.number)).toEqual([second]);
    expect(history.lines(second.number)).toEqual([]);
  });
});
