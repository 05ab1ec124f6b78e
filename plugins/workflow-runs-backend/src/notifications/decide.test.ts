import { Json } from 'backstage-plugin-workflow-runs-common';
import { LogEvent } from '../readers/LogEvent';
import { notificationsSchema, Topic } from './config';
import { decide } from './decide';
import { Order, Tell } from './Order';
import { ToldRun } from './Wording';

const TEAM = 'group:default/team';
const ADA = 'user:default/ada';
const BOB = 'user:default/bob';

const run: ToldRun = {
  id: 'run_1',
  workflowId: 'wfl_1',
  tenantId: 'default',
  title: 'Orders',
  environment: 'prod',
  backfill: false,
  ownerRef: null,
  ownerRefs: [TEAM],
};

const event = (
  type: string,
  payload: Record<string, Json> = {},
  more: Partial<LogEvent> = {},
): LogEvent => ({
  position: 7,
  runId: 'run_1',
  number: 3,
  type,
  mode: 'live',
  generation: 0,
  stepKey: type.startsWith('run.') ? null : 'fetch',
  itemIndex: -1,
  attempt: null,
  occurredAt: 1,
  recordedAt: 1,
  payload,
  auth: {},
  ...more,
});
const failed = (category = 'external_api', message = 'Ada Lovelace: 503') =>
  event('run.failed', {
    step: 'fetch',
    error: { category, code: null, message },
  });
const waiting = (notice: string, approvers: string[], to?: string[]) =>
  event('step.waiting_human', {
    notice,
    waitingFor: { kind: 'approval', approvers, since: 1, dueAt: null },
    ...(to && { to }),
  });

function ordersOf(
  about: LogEvent,
  {
    of = {},
    config = {},
    actors = [],
  }: { of?: Partial<ToldRun>; config?: object; actors?: string[] } = {},
): Order[] {
  return decide(
    about,
    { ...run, ...of },
    { actors, stepName: key => (key === 'fetch' ? 'Fetch west' : key) },
    notificationsSchema.parse(config),
  );
}
const told = (about: LogEvent, options: Parameters<typeof ordersOf>[1] = {}) =>
  ordersOf(about, options).filter(
    (order): order is Tell => order.type === 'tell',
  );
const settled = (about: LogEvent) =>
  ordersOf(about).flatMap(order =>
    order.type === 'settle' ? [[order.scope, order.title]] : [],
  );

describe('what is told of an event', () => {
  it.each<[string, LogEvent, Topic, string, string, string[], boolean]>([
    ['a failure', failed(), 'run-failed', 'failed', 'high', [], true],
    [
      'an output that ends the run',
      failed('validation_failed'),
      'validation-failed',
      'failed',
      'high',
      [],
      true,
    ],
    [
      'an approval that somebody is asked for',
      waiting('asked', [ADA]),
      'waiting-for-human',
      'waiting:fetch',
      'normal',
      [ADA],
      true,
    ],
    [
      'one that nobody is named for',
      waiting('asked', []),
      'waiting-for-human',
      'waiting:fetch',
      'normal',
      [TEAM],
      true,
    ],
    [
      'a reminder',
      waiting('reminder', [ADA]),
      'waiting-for-human',
      'waiting:fetch',
      'normal',
      [ADA],
      false,
    ],
    [
      'an escalation',
      waiting('escalated', [ADA], [BOB]),
      'waiting-for-human',
      'waiting:fetch',
      'high',
      [ADA, BOB],
      false,
    ],
    [
      'an output that somebody is to decide about',
      event('step.waiting_human', {
        notice: 'asked',
        waitingFor: { kind: 'validation', since: 1, results: [] },
      }),
      'validation-failed',
      'validation:fetch',
      'high',
      [TEAM],
      true,
    ],
    [
      'an output that is let through',
      event('step.validation_failed', { otherwise: 'warn', results: [] }),
      'validation-failed',
      'doubtful:fetch',
      'low',
      [],
      true,
    ],
    [
      'a target at risk',
      event('sla.warning'),
      'sla-at-risk',
      'sla',
      'normal',
      [TEAM],
      true,
    ],
    [
      'a target that is missed',
      event('sla.breached'),
      'sla-breached',
      'sla',
      'high',
      [TEAM],
      true,
    ],
    [
      'a rollback that failed',
      event('run.needs_intervention', { step: 'fetch' }),
      'needs-intervention',
      'intervention',
      'critical',
      [TEAM],
      true,
    ],
  ])('%s', (_, about, topic, scope, severity, recipients, toWatchers) => {
    const [tell, ...others] = told(about);
    expect(others).toEqual([]);
    expect(tell).toMatchObject({
      topic,
      scope: `run:run_1:${scope}`,
      content: { severity },
      recipients,
      toWatchers,
    });
    // Off, it is not told.
    expect(told(about, { config: { topics: { [topic]: false } } })).toEqual([]);
  });

  it.each([
    'run.queued',
    'run.started',
    'run.reopened',
    'run.paused',
    'step.completed',
    'step.retrying',
    'step.failed',
    'artifact.added',
  ])('%s is no news', type => {
    expect(ordersOf(event(type))).toEqual([]);
  });

  it.each(['fail', 'ask'])(
    'an output of which something else follows (%s) is told with that',
    otherwise => {
      expect(told(event('step.validation_failed', { otherwise }))).toEqual([]);
    },
  );

  it('names workflow, step and environment, and nothing that the run has put out', () => {
    const [{ content }] = told(failed());
    expect(content).toEqual({
      title: 'Orders failed',
      description: 'Fetch west failed: external api · prod · run_1',
      link: '/workflow-runs/runs/run_1?step=fetch',
      severity: 'high',
    });
    expect(JSON.stringify(ordersOf(failed()))).not.toContain('Lovelace');
  });

  it('a name cannot be more than a name, in a subject or in the HTML of a mail', () => {
    const [{ content }] = told(failed(), {
      of: {
        title: `Orders\r\nBcc: all${'!'.repeat(300)}`,
        environment: '<a href="//evil">prod</a> & more',
      },
    });
    expect(content.title).toMatch(/^Orders Bcc: all!{60,}/);
    expect(content.title.length).toBeLessThan(100);
    expect(content.description).toContain('‹a href="//evil"›prod‹/a› + more');
  });

  it('whoever looks after a run hears of it beside the owners', () => {
    const of = { ownerRef: BOB };
    expect(told(event('sla.warning'), { of })[0].recipients).toEqual([
      BOB,
      TEAM,
    ]);
    expect(told(failed(), { of })[0].recipients).toEqual([BOB]);
  });

  it('owners hear of failures by their group, also where one of them looks after the run', () => {
    const of = { ownerRef: TEAM };
    const orders = ordersOf(failed(), { of });
    expect(orders.filter(({ type }) => type === 'fail')).toEqual([
      expect.objectContaining({ recipients: [TEAM] }),
    ]);
    expect(told(failed(), { of })[0].recipients).toEqual([]);
  });

  it('owners hear of each run where groups are off', () => {
    const config = { topics: { 'failure-group-new': false } };
    const orders = ordersOf(failed(), { config });
    expect(orders.map(({ type }) => type)).not.toContain('fail');
    expect(told(failed(), { config })[0].recipients).toEqual([TEAM]);
  });

  it('failures of a kind are one', () => {
    const fingerprint = (about: LogEvent) =>
      ordersOf(about).flatMap(order =>
        order.type === 'fail' ? order.fingerprint : [],
      );
    const [first] = fingerprint(failed('bug', 'Order 1 was declined'));
    expect(fingerprint(failed('bug', 'Order 2 was declined'))).toEqual([first]);
    expect(fingerprint(failed('bug', 'The bank is away'))).not.toEqual([first]);
  });

  it('who has done it is known', () => {
    const actors = [ADA];
    expect(told(failed(), { actors })[0].actors).toEqual([ADA]);
  });
});

describe('nobody is called', () => {
  it.each([failed(), event('sla.breached'), waiting('asked', [ADA])])(
    'for what is imported: $type',
    about => {
      expect(ordersOf({ ...about, mode: 'import' })).toEqual([]);
    },
  );

  it('for a backfill, unless somebody wants that', () => {
    const of = { backfill: true };
    expect(ordersOf(failed(), { of })).toEqual([]);
    expect(told(failed(), { of, config: { backfills: true } })).toHaveLength(1);
  });
});

describe('what is over', () => {
  it.each<[string, LogEvent, [string, string | null][]]>([
    [
      'a run that completes',
      event('run.completed'),
      [
        ['run:run_1:waiting:', 'Orders completed'],
        ['run:run_1:validation:', 'Orders completed'],
        ['run:run_1:intervention', 'Orders completed'],
        ['run:run_1:failed', 'Orders completed after all'],
        ['run:run_1:sla', 'Orders completed'],
      ],
    ],
    [
      'a run that is canceled',
      event('run.canceled'),
      [
        ['run:run_1:waiting:', 'Orders was canceled'],
        ['run:run_1:validation:', 'Orders was canceled'],
        ['run:run_1:intervention', 'Orders was canceled'],
        ['run:run_1:failed', null],
        ['run:run_1:sla', null],
      ],
    ],
    [
      'an approval that is given',
      event('decision.made', { about: 'approval', decision: 'approved' }),
      [['run:run_1:waiting:fetch', 'Orders: Fetch west was approved']],
    ],
    [
      'an output that is refused',
      event('decision.made', { about: 'validation', decision: 'rejected' }),
      [['run:run_1:validation:fetch', 'Orders: Fetch west was rejected']],
    ],
    [
      'a rollback that was dealt with',
      event('run.changed', { needsIntervention: false }),
      [['run:run_1:intervention', 'Orders was dealt with']],
    ],
    [
      'another change says nothing',
      event('run.changed', { ownerRef: ADA }),
      [],
    ],
  ])('%s', (_, about, expected) => {
    expect(settled(about)).toEqual(expected);
  });

  it('a success ends the episodes of its workflow', () => {
    expect(ordersOf(event('run.completed'))).toContainEqual({
      type: 'recover',
    });
  });
});

describe('the configuration', () => {
  it('tells of everything but backfills where nothing is said', () => {
    expect(notificationsSchema.parse({})).toMatchObject({
      enabled: true,
      backfills: false,
      resolutions: true,
      perMinute: 60,
      topics: { 'run-failed': true, 'failure-group-new': true },
    });
  });

  it.each([
    { topics: { 'run-faild': true } },
    { topics: { 'run-failed': 'yes' } },
    { perMinute: 0 },
    { everything: true },
  ])('refuses %j', config => {
    expect(notificationsSchema.safeParse(config).success).toBe(false);
  });
});

it('tells of a failure of which its engine did not say the step', () => {
  const orders = ordersOf(
    event('run.failed', {
      step: null,
      error: { category: 'external_api', code: null, message: 'It is away' },
    }),
  );

  expect(orders[0]).toMatchObject({
    type: 'tell',
    content: {
      description: 'The run failed: external api · prod · run_1',
      link: expect.not.stringContaining('step='),
    },
  });
});
