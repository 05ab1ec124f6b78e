import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { z } from 'zod';
import { z as zod3 } from 'zod/v3';
import {
  permissionNames,
  RouteId,
  routes,
} from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { Knex } from 'knex';
import { ExternalService } from '../__testUtils__/externalAccess';
import {
  adding,
  eventually,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { fail, greet, wait } from '../__testUtils__/workflows';
import { migrate } from '../database/open';
import { ActionPortal } from './__testUtils__/ActionPortal';
import { backstageActions } from './registerActions';

jest.setTimeout(60_000);

const READER: ExternalService = {
  subject: 'external:reader',
  accessRestrictions: [
    { plugin: 'workflow-runs', permission: permissionNames.runRead },
  ],
};

/** Who may use what, of a run that `owner` owns. */
const reading = {
  'nobody signed in': 401,
  stranger: 403,
  outsider: 404,
  viewer: 200,
  operator: 200,
  admin: 200,
  owner: 200,
  service: 200,
  'external:reader': 200,
};
/** A list is never refused to somebody who may see something. */
const listing = { ...reading, outsider: 200 };
const ofWorkflow = { ...reading, 'external:reader': 403 };
/** The run has failed: whoever may is told that its state does not allow it. */
const acting = {
  ...reading,
  viewer: 403,
  operator: 409,
  admin: 409,
  owner: 409,
  service: 409,
  'external:reader': 403,
};
const launching = {
  ...reading,
  viewer: 403,
  'external:reader': 403,
};

const ask = adding(
  defineWorkflow({
    name: 'ask',
    version: '1',
    input: z.object({}),
    steps: { approve: { type: 'approval', show: { Whom: 'ada@example.com' } } },
  }),
  {},
);

/** Fails with something personal, and says so in its log. */
const mail = adding(
  defineWorkflow({
    name: 'mail',
    version: '1',
    input: z.object({ to: z.string(), works: z.boolean() }),
    steps: { send: {}, file: { dependsOn: ['send'] } },
  }),
  {
    send: ({ input, logger }) => {
      logger.warn(`Sending to ${input.to}`);
      if (!input.works) throw new Error(`No such mailbox: ${input.to}`);
    },
    file: () => {},
  },
);

describe('the actions of Backstage', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let knex: Knex;
  let actions: ActionPortal;
  let failed: string;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await migrate(knex);
    actions = await ActionPortal.start({
      workflows: [ask, fail, greet, mail, wait],
      entities: [
        workflowEntity({ workflow: 'fail', owner: 'user:default/owner' }),
      ],
      services: [READER],
      knex,
    });
    await actions.portal.untilOwned('fail');
    failed = await actions.portal.launch('fail');
    await actions.portal.until(failed, 'failed');
  });
  afterAll(() => actions.stop());

  const reason = 'to see who may';
  it.each<[string, () => object, Record<string, number>]>([
    ['list-runs', () => ({}), listing],
    ['get-run', () => ({ runId: failed }), reading],
    ['explain-run', () => ({ runId: failed }), reading],
    ['compare-runs', () => ({ runId: failed, with: failed }), reading],
    ['get-statistics', () => ({}), listing],
    ['tail-logs', () => ({ runId: failed }), reading],
    ['list-workflows', () => ({}), { ...listing, 'external:reader': 403 }],
    ['get-workflow', () => ({ workflow: 'embedded/fail' }), ofWorkflow],
    [
      'launch-run',
      () => ({ workflow: 'embedded/fail', idempotencyKey: 'one' }),
      launching,
    ],
    ['pause-run', () => ({ runId: failed, reason }), acting],
    ['resume-run', () => ({ runId: failed, reason }), acting],
    ['cancel-run', () => ({ runId: failed, reason }), acting],
    ['retry-run', () => ({ runId: failed, reason, step: 'none' }), acting],
    [
      'decide-step',
      () => ({ runId: failed, step: 'charge', decision: 'approved', reason }),
      acting,
    ],
  ])('%s serves whom the API serves', async (name, input, expected) => {
    const answers: Record<string, number> = {};
    for (const who of Object.keys(expected))
      answers[who] = (await actions.use(name, input(), who)).status;

    expect(answers).toEqual(expected);
  });

  it('say truthfully what they do', async () => {
    const told = (await actions.list()).map(({ name, attributes }) => [
      name,
      Object.keys(attributes)
        .filter(flag => attributes[flag])
        .sort(),
    ]);
    const read = ['idempotent', 'readOnly'];
    const once = ['destructive', 'idempotent'];

    expect(Object.fromEntries(told)).toEqual({
      'list-runs': read,
      'get-run': read,
      'explain-run': read,
      'compare-runs': read,
      'get-statistics': read,
      'tail-logs': read,
      'list-workflows': read,
      'get-workflow': read,
      'launch-run': once,
      'pause-run': ['idempotent'],
      'resume-run': once,
      'cancel-run': once,
      'retry-run': ['destructive'],
      'decide-step': once,
    });
  });

  it('are those of docs/how-to/let-agents-work.md', async () => {
    const ROUTES: Record<string, RouteId> = {
      'explain-run': 'getRun',
      'tail-logs': 'listLogs',
      'launch-run': 'launch',
    };
    const idOf = (name: string) =>
      name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    const page = readFileSync(
      join(__dirname, '../../../../docs/how-to/let-agents-work.md'),
      'utf8',
    );
    const rows = [...page.matchAll(/^\| `([a-z]+-[a-z]+)` +\|(.*)\|$/gm)];
    const told = await actions.list();

    expect(
      rows.map(([, name, cells]) => [
        name,
        ...cells.split('|').map(cell => cell.trim()),
      ]),
    ).toEqual(
      told.map(({ name, title, attributes }) => {
        const id = ROUTES[name] ?? idOf(name);
        const effects = ['destructive', 'idempotent'].filter(
          effect => attributes[effect],
        );
        return [
          name,
          title,
          routes[id as RouteId].permissions
            .map(permission => `\`${permission}\``)
            .join(', '),
          attributes.readOnly ? 'reads' : effects.join(', '),
        ];
      }),
    );
  });

  it.each<[string, RouteId, string[]]>([
    ['list-runs', 'listRuns', []],
    ['get-statistics', 'getStatistics', ['interval']],
  ])('%s takes every filter of the API', async (name, id, without) => {
    const action = (await actions.list()).find(each => each.name === name);
    const query = routes[id].query as z.ZodObject;

    expect(Object.keys(action.schema.input.properties).sort()).toEqual(
      Object.keys(query.shape)
        .filter(field => !without.includes(field))
        .sort(),
    );
  });

  it('give examples that they would take', () => {
    const examples = backstageActions.flatMap(
      ({ examples: some = [], schema }) =>
        some.map(({ input }) => schema.input(zod3).safeParse(input).success),
    );

    expect(examples).toEqual([true, true, true]);
  });

  it('describe every field of what they take', async () => {
    const fields = (await actions.list()).flatMap(({ name, schema }) =>
      Object.entries<any>(schema.input.properties ?? {})
        .filter(([, { description }]) => !description)
        .map(([field]) => `${name} ${field}`),
    );

    expect(fields).toEqual([]);
  });

  it('explain a failure by facts, without what is personal', async () => {
    const { portal } = actions;
    const input = { to: 'ada@example.com', works: true };
    const good = await portal.launch('mail', { input });
    await portal.until(good, 'completed');
    const bad = await portal.launch('mail', {
      input: { ...input, works: false },
    });
    await portal.until(bad, 'failed');
    const told = await eventually(async () => {
      const output = await actions.output(
        'explain-run',
        { runId: bad },
        'viewer',
      );
      if (output.failureGroup) return output;
      throw new Error('not grouped yet');
    });

    expect(told).toMatchObject({
      run: {
        runId: bad,
        url: `https://portal.example/workflow-runs/runs/${bad}`,
        status: 'failed',
      },
      failure: {
        step: 'send',
        category: 'bug',
        attempts: 1,
        skippedSteps: 1,
      },
      attempts: [{ number: 1, status: 'failed' }],
      logs: [{ step: 'send', level: 'warn' }],
      failureGroup: { runs: 1, failedNow: 1 },
      lastGood: { runId: good },
      allowedActions: [],
      cut: [
        'The output is not compared: one has none, or you may not read that of both',
      ],
    });
    expect(told.differences).toEqual(
      expect.arrayContaining([
        { in: 'input', place: '/works', what: 'changed', a: false, b: true },
        expect.objectContaining({
          in: 'step',
          place: 'send',
          what: expect.stringContaining('status'),
        }),
      ]),
    );
    expect(told.facts.map(({ fact }: any) => fact)).toEqual([
      expect.stringMatching(
        /^Step send \(“send”\) failed for good with bug.*No such mailbox: \[/,
      ),
      'It was tried once',
      '1 step did not run because of that',
      'No other run that you may see has failed so',
      `The last run that went well before is ${good}, of the same version; their input differs in /works`,
    ]);
    expect(JSON.stringify(told)).not.toContain('ada@example.com');
  });

  it('explain a cancellation by who asked for it, and why', async () => {
    const runId = await actions.portal.launch('wait');
    await actions.portal.until(runId, 'running');
    const outcome = await actions.output(
      'cancel-run',
      { runId, reason: 'wrong account' },
      'operator',
    );
    await actions.portal.until(runId, 'canceled');
    const told = await actions.output('explain-run', { runId });

    expect(outcome).toMatchObject({ runId, outcome: 'completed' });
    expect(told).toMatchObject({
      failure: null,
      cancellation: { actor: 'user:default/operator', reason: 'wrong account' },
      differences: null,
    });
    expect(told.facts[0]).toEqual({
      fact: 'user:default/operator canceled it because: wrong account',
      evidence: 'cancellation',
    });
  });

  it('launch once for each key, and tell of another launch with it', async () => {
    const input = {
      workflow: 'embedded/greet',
      input: { name: 'Ada' },
      idempotencyKey: 'greet-ada',
    };
    const first = await actions.output('launch-run', input, 'operator');
    const again = await actions.output('launch-run', input, 'operator');
    const other = await actions.use(
      'launch-run',
      { ...input, input: { name: 'Eve' } },
      'operator',
    );

    expect(again).toMatchObject({
      runId: first.runId,
      message: 'This launch was accepted before',
    });
    expect([other.status, other.error?.message]).toEqual([
      409,
      'Idempotency-Key: it was used for another launch',
    ]);
  });

  it('pass on what a human decides', async () => {
    const runId = await actions.portal.launch('ask');
    await actions.portal.until(runId, 'waiting_human');
    const asked = await actions.output('get-run', { runId }, 'operator');
    const said = { runId, step: 'approve', reason: 'Ada knows them' };
    await actions.output(
      'decide-step',
      { ...said, decision: 'approved' },
      'operator',
    );
    await actions.portal.until(runId, 'completed');
    const late = await actions.use('decide-step', {
      ...said,
      decision: 'rejected',
    });

    expect(asked.questions).toEqual([
      expect.objectContaining({ step: 'approve', about: 'approval' }),
    ]);
    expect(JSON.stringify(asked)).not.toContain('ada@example.com');
    expect(asked.allowedActions).toContain('decide');
    expect(late.status).toBe(409);
  });

  it('are refused with the reason, the state and what is allowed instead', async () => {
    const { error } = await actions.use(
      'pause-run',
      { runId: failed, reason },
      'operator',
    );

    expect(error).toMatchObject({ name: 'ConflictError' });
    expect(error?.message).toMatch(
      /the run is failed; you may now: retry, rerun, clone, resolve/,
    );
  });

  it.each<[string, object, RegExp]>([
    [
      'get-run',
      { runId: 'none' },
      /^There is no run 'none', or you may not see it$/,
    ],
    ['get-run', {}, /"runId".*Required/s],
    ['list-runs', { worklfow: ['x'] }, /Unrecognized key.*worklfow/s],
    ['list-runs', { status: ['broken'] }, /Invalid enum value/],
    ['list-runs', { from: 'yesterday' }, /^query\/from: .*\(invalid_format\)$/],
    ['list-runs', { q: 'a\u0000b' }, /^query\/q: .*\(characters\)$/],
    [
      'get-workflow',
      { workflow: 'fail' },
      /^body\/workflow: it must be <engine>\/<name> \(pattern\)$/,
    ],
    [
      'launch-run',
      {
        workflow: 'embedded/greet',
        input: { name: '', times: 9 },
        idempotencyKey: 'bad',
      },
      /^\/name: .*\(minLength\); \/times: .*\(maximum\)$/,
    ],
    [
      'launch-run',
      { workflow: 'embedded/greet', idempotencyKey: 'not a key' },
      /1 to 128 visible ASCII characters/,
    ],
    ['cancel-run', { runId: 'x', reason: ' ' }, /reason/],
  ])(
    '%s of %j is refused by name of field and rule',
    async (name, input, message) => {
      const { error } = await actions.use(name, input, 'operator');

      expect(error?.message).toMatch(message);
    },
  );

  it('are audited as what the API does, with the action that it came by', async () => {
    await actions.use(
      'pause-run',
      { runId: failed, reason: 'a try' },
      'viewer',
    );
    const { body } = await actions.portal.get(`/runs/${failed}/audit`);
    const pause = body.items.find((entry: any) => entry.reason === 'a try');

    expect(pause).toMatchObject({
      actor: 'user:default/viewer',
      action: 'pause',
      outcome: 'refused',
      refusal: { permission: permissionNames.runPause },
      origin: {
        remoteAddress: null,
        userAgent: 'Backstage action pause-run',
      },
    });
    expect(actions.portal.audited).toContainEqual({
      eventId: 'run-mutate',
      outcome: 'failure',
      meta: expect.objectContaining({
        actionType: 'pause',
        runId: failed,
        askedBy: 'user:default/viewer',
        origin: 'Backstage action pause-run',
      }),
    });
  });
});
