import { runSnapshotSchema } from 'backstage-plugin-workflow-runs-common';
import {
  after,
  cancels,
  CREATED,
  ends,
  eventsOf,
  recovers,
  says,
  starts,
  step,
  taskOf,
} from '../__fixtures__/tasks';
import { TaskEvent } from './task';
import { toSnapshot } from './toSnapshot';

const LATER = after(3_600);
const STACK = 'InputError: it is wrong\n    at handler (/app/x.js:1:1)';

/** What is told of a task, which must be something that can be taken in. */
function told(
  task: ReturnType<typeof taskOf>,
  events: TaskEvent[] = [],
  options: { recovers?: boolean; now?: number } = {},
) {
  return runSnapshotSchema.parse(
    toSnapshot(task, events, { recovers: false, now: LATER, ...options }),
  );
}

describe('what a task says of its run', () => {
  it('is which template it was made from, who asked for it, and when', () => {
    expect(told(taskOf())).toMatchObject({
      nativeId: 'task-1',
      namespace: 'default',
      workflow: { name: 'new-service', title: 'New service' },
      nativeStatus: { value: 'processing' },
      triggerType: 'manual',
      triggeredBy: 'user:default/ada',
      passages: [{ generation: 0, queuedAt: CREATED }],
    });
  });

  it('is what it was given, and what it has made', () => {
    const output = { links: [{ title: 'Code', url: 'https://git/x' }] };
    const events = eventsOf(starts, ['completion', { output }]);
    expect(told(taskOf({ status: 'completed' }), events)).toMatchObject({
      input: { name: 'billing' },
      output: { at: after(2), generation: 0, value: output },
    });
    const file = 'x'.repeat(1_000_000);
    const large = told(taskOf({ spec: { parameters: { file } } }));
    expect(large.input).toEqual({
      tooLarge: '1000011 characters are not shown here',
    });
    expect(large.output).toBeUndefined();
  });

  it('never is a secret', () => {
    expect(JSON.stringify(told(taskOf()))).not.toContain('never');
  });

  it.each([
    [
      'nobody is named',
      { createdBy: undefined, spec: { user: {} } },
      undefined,
    ],
    ['only the spec says who', { createdBy: undefined }, 'user:default/ada'],
  ])('names who asked for it where %s', (_, changes, by) => {
    expect(told(taskOf(changes)).triggeredBy).toBe(by);
  });

  it.each([
    ['there is no template', undefined],
    ['its ref is none', { entityRef: '::/ /' }],
    ['its ref is no text', { entityRef: 7 }],
  ])('is of no template where %s', (_, templateInfo) => {
    const { workflow } = told(taskOf({ spec: { templateInfo } }));
    expect(workflow?.name).toBe('without-template');
  });

  it('is of the template of another namespace by its full name', () => {
    const templateInfo = { entityRef: 'template:web/new-service' };
    expect(told(taskOf({ spec: { templateInfo } })).workflow).toEqual({
      name: 'web/new-service',
    });
  });
});

describe('how a task stands', () => {
  it.each([
    ['open', undefined],
    ['processing', undefined],
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['cancelled', 'canceled'],
    ['skipped', 'canceled'],
    ['melting', undefined],
    ['', undefined],
    ['constructor', undefined],
  ])('%p without any event is %p', (status, outcome) => {
    const { passages, nativeStatus } = told(taskOf({ status }));
    expect(passages[0].end?.outcome).toBe(outcome);
    expect(nativeStatus?.value).toBe(status || 'unknown');
  });

  it.each([
    ['completed', eventsOf(starts, ends('completed')), 'completed'],
    ['failed', eventsOf(starts, ends('failed')), 'failed'],
    ['failed', eventsOf(starts, cancels, ends('failed')), 'canceled'],
    ['completed', eventsOf(starts, cancels, ends('completed')), 'completed'],
    ['processing', eventsOf(starts, cancels), undefined],
    [
      'failed',
      eventsOf(starts, ['completion', { message: 'marked as stale' }]),
      'failed',
    ],
  ])('%s with its events: case %#', (status, events, outcome) => {
    const [passage] = told(taskOf({ status }), events).passages;
    expect(passage.startedAt).toBe(after(1));
    expect(passage.end?.outcome).toBe(outcome);
  });

  it.each(['completed', 'failed', 'cancelled'])(
    'is %s by its own word from then on, also within the same second',
    status => {
      const events = eventsOf(starts);
      const [before, then] = ['processing', status].map(
        each => told(taskOf({ status: each }), events).nativeStatus!,
      );
      expect(then.at).toBeGreaterThan(before.at);
    },
  );

  it('is open while the event of its end may be on its way', () => {
    const task = taskOf({ status: 'failed' });
    const events = eventsOf(starts);
    const now = after(3);
    expect(told(task, events, { now }).passages[0].end).toBeUndefined();
    expect(told(task, events).passages[0].end?.at).toBe(after(1));
  });

  it('says why it has failed', () => {
    const task = taskOf({ status: 'failed' });
    const { passages } = told(task, eventsOf(starts, ends('failed')));
    expect(passages[0].end?.error).toEqual({
      category: 'validation_failed',
      code: 'InputError',
      message: 'it is wrong',
    });
  });
});

describe('the steps of a task', () => {
  it('are those of its template, one after the other, before any has begun', () => {
    expect(told(taskOf()).steps).toEqual([
      { key: 'fetch', name: 'Fetch files', type: 'io', attempts: [] },
      {
        key: 'check',
        name: 'Check',
        type: 'tool',
        dependsOn: ['fetch'],
        attempts: [],
      },
    ]);
  });

  it.each([
    ['completed', 'completed'],
    ['failed', 'failed'],
    ['cancelled', 'canceled'],
  ])('that are said to be %s end as %s', (status, outcome) => {
    const [fetch] = told(
      taskOf(),
      eventsOf(step('fetch', 'processing'), step('fetch', status, STACK)),
    ).steps;
    expect(fetch.nativeStatus).toEqual({ at: after(2) + 1, value: status });
    expect(fetch.attempts).toMatchObject([
      { generation: 0, number: 1, startedAt: after(1), end: { outcome } },
    ]);
  });

  it('of which something unknown is said go on', () => {
    const [fetch] = told(
      taskOf(),
      eventsOf(step('fetch', 'processing'), step('fetch', 'melting')),
    ).steps;
    expect(fetch.nativeStatus?.value).toBe('melting');
    expect(fetch.attempts[0].end).toBeUndefined();
  });

  it('say why they have failed, with the stack', () => {
    const [fetch] = told(
      taskOf(),
      eventsOf(step('fetch', 'processing'), step('fetch', 'failed', STACK)),
    ).steps;
    expect(fetch.attempts[0].end?.error).toEqual({
      category: 'validation_failed',
      code: 'InputError',
      message: 'it is wrong',
      stack: STACK,
    });
  });

  it.each([
    ['Skipping step check because its if condition was false', 'condition'],
    ['Skipping step check because a previous step failed', 'upstream_failed'],
    ['Skipping because x does not support dry-run', 'forced'],
  ])('are skipped, and were never tried: %s', (message, reason) => {
    const [, check] = told(
      taskOf(),
      eventsOf(step('check', 'processing'), step('check', 'skipped', message)),
    ).steps;
    expect(check.attempts).toEqual([]);
    expect(check.skipped).toMatchObject({ generation: 0, reason });
  });

  it('are skipped because the task was canceled, where it was', () => {
    const message = 'Skipping step check because a previous step failed';
    const { steps } = told(
      taskOf(),
      eventsOf(cancels, step('check', 'skipped', message)),
    );
    expect(steps[1].skipped?.reason).toBe('run_canceled');
  });

  it('with a condition are told to have begun once it is known to hold', () => {
    const begun = eventsOf(step('check', 'processing'));
    const attempts = (events: TaskEvent[], now: number) =>
      told(taskOf(), events, { now }).steps[1].attempts;
    expect(attempts(begun, after(2))).toEqual([]);
    expect(attempts(begun, after(9))).toHaveLength(1);
    const logged = eventsOf(step('check', 'processing'), says('check', 'hm'));
    expect(attempts(logged, after(2))).toHaveLength(1);
  });

  it('that only events name are there as well', () => {
    const { steps } = told(taskOf({ spec: { steps: [] } }), [
      ...eventsOf(step('odd', 'processing')),
    ]);
    expect(steps.map(({ key }) => key)).toEqual(['odd']);
  });

  it.each([
    [['a', 'b', 'c'], '2/3: {"key":"1"}', 1 / 3],
    ['${{ parameters.all }}', '2: {"key":"1"}', null],
  ])('for each of %j say how far they are', (each, message, fraction) => {
    const { steps } = told(
      taskOf({ spec: { steps: [{ id: 'fetch', each }] } }),
      eventsOf(
        step('fetch', 'processing'),
        says(
          'fetch',
          '\u001b[32minfo\u001b[39m: Running step each: {"key":"0"}',
        ),
        says('fetch', 'info: between'),
        says(
          'fetch',
          '\u001b[32minfo\u001b[39m: Running step each: {"key":"1"}',
        ),
      ),
    );
    expect(steps[0].progress).toEqual({ at: after(4), message, fraction });
  });
});

describe('a task that is retried', () => {
  const failed = [
    starts,
    step('fetch', 'processing'),
    step('fetch', 'failed', STACK),
  ] as const;

  it('has another passage, and the end that was taken back', () => {
    const { passages, steps } = told(
      taskOf({ status: 'open' }),
      eventsOf(...failed, recovers, starts, step('fetch', 'processing')),
    );
    expect(passages).toMatchObject([
      { generation: 0, end: { at: after(3), outcome: 'failed' } },
      { generation: 1, queuedAt: after(4), startedAt: after(5) },
    ]);
    expect(steps[0].attempts).toMatchObject([
      { generation: 0, number: 1, end: { outcome: 'failed' } },
      { generation: 1, number: 1, startedAt: after(6) },
    ]);
  });

  it.each([
    [[starts, step('fetch', 'processing')], 'canceled'],
    [
      [starts, step('fetch', 'processing'), step('fetch', 'completed')],
      'completed',
    ],
  ])('had ended by what its steps say: case %#', (before, outcome) => {
    const events = eventsOf(...(before as (typeof starts)[]), recovers);
    expect(told(taskOf(), events).passages[0].end?.outcome).toBe(outcome);
  });

  it('does not try again what is done already', () => {
    const { steps } = told(
      taskOf(),
      eventsOf(
        step('fetch', 'processing'),
        step('fetch', 'completed'),
        step('check', 'failed'),
        recovers,
        step(
          'fetch',
          'completed',
          'Skipping step fetch because it was already',
        ),
      ),
    );
    expect(steps[0].attempts).toMatchObject([{ generation: 0, number: 1 }]);
  });

  it('is in a later passage where it starts over, and tells no more of those before', () => {
    const events = eventsOf(
      ['recovered', { recoverStrategy: 'startOver' }],
      starts,
    );
    expect(told(taskOf(), events).passages).toMatchObject([
      { generation: 0, end: { outcome: 'failed' } },
      { generation: 1, startedAt: after(2) },
    ]);
  });
});

describe('a task that a worker has left', () => {
  it('goes on in the same passage, with another try', () => {
    const events = eventsOf(
      starts,
      step('fetch', 'processing'),
      recovers,
      starts,
      step('fetch', 'processing'),
    );
    const { passages, steps } = told(taskOf(), events, { recovers: true });
    expect(passages).toHaveLength(1);
    expect(passages[0].end).toBeUndefined();
    expect(steps[0].attempts).toMatchObject([
      { generation: 0, number: 1 },
      { generation: 0, number: 2, startedAt: after(5) },
    ]);
  });

  it('is retried all the same where it had failed', () => {
    const events = eventsOf(step('fetch', 'failed'), recovers);
    const { passages } = told(taskOf(), events, { recovers: true });
    expect(passages).toHaveLength(2);
  });
});

describe('whatever a scaffolder may say', () => {
  it.each([
    ['a huge line', says('fetch', 'x'.repeat(5_000_000))],
    [
      'a huge stack',
      step('fetch', 'failed', `Error: ${'y'.repeat(5_000_000)}`),
    ],
    ['a long id', step('s'.repeat(10_000), 'processing')],
    ['a long status', step('fetch', 'z'.repeat(10_000))],
    ['no body', ['log', null as any]],
    ['a body of another kind', ['log', { message: { a: 1 }, stepId: [] }]],
    ['an event of another kind', ['melted', { message: 'hm' }]],
    ['an empty id', step('', 'processing')],
  ])('can be taken in, and is short: %s', (_, event) => {
    const snapshot = told(taskOf(), eventsOf(event as any));
    expect(JSON.stringify(snapshot).length).toBeLessThan(50_000);
  });

  it('does not hide the steps that can be understood', () => {
    const { steps } = told(
      taskOf({ spec: { steps: [null, { id: 7 }, { id: 'fine' }] } }),
    );
    expect(steps.map(({ key }) => key)).toEqual(['fine']);
  });

  it('keeps two steps apart whose ids are long', () => {
    const long = 'k'.repeat(300);
    const { steps } = told(
      taskOf({ spec: { steps: [{ id: `${long}1` }, { id: `${long}2` }] } }),
    );
    expect(new Set(steps.map(({ key }) => key)).size).toBe(2);
  });

  it('is the same in whatever order, and however often, it comes', () => {
    const events = eventsOf(
      starts,
      step('fetch', 'processing'),
      ends('failed'),
    );
    expect(told(taskOf(), [...events].reverse().concat(events))).toEqual(
      told(taskOf(), events),
    );
  });
});
