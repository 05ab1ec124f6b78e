import { z } from 'zod';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import {
  createRunConditionalDecision,
  defineWorkflow,
  runConditions,
} from 'backstage-plugin-workflow-runs-node';
import { decideByRole } from '../__testUtils__/decideByRole';
import { describeOnDatabases } from '../__testUtils__/databases';
import { adding, eventually, TestPortal } from '../__testUtils__/TestPortal';
import { greet } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

const { runRead, runReadIo } = permissionNames;
const ALLOW = { result: AuthorizeResult.ALLOW } as const;
const DENY = { result: AuthorizeResult.DENY } as const;

const failing = adding(
  defineWorkflow({
    name: 'failing',
    version: '1',
    input: z.object({}),
    steps: { fail: {} },
  }),
  {
    fail: () => {
      throw new Error('It was bad luck');
    },
  },
);

/**
 * `watcher` sees all runs and what none was given; `half` reads what runs in `stage` were given; `blind` may
 * read what runs were given, but sees none.
 */
const decide: typeof decideByRole = (permission, principal) => {
  const { name } = permission;
  switch (principal.userEntityRef) {
    case 'user:default/watcher':
      return name === runReadIo ? DENY : ALLOW;
    case 'user:default/half':
      if (name !== runReadIo) return ALLOW;
      return createRunConditionalDecision(
        permission as never,
        runConditions.isEnvironment({ environments: ['stage'] }),
      );
    case 'user:default/blind':
      return name === runRead ? DENY : ALLOW;
    default:
      return decideByRole(permission, principal);
  }
};

describeOnDatabases('runs found by a text', createDatabase => {
  let portal: TestPortal;
  let prod: string;
  let stage: string;
  let failed: string;

  const find = async (q: string, who = 'admin', more = '') => {
    const { status, body } = await portal.get(
      `/runs?q=${encodeURIComponent(q)}${more}`,
      who,
    );
    if (status !== 200) throw new Error(`It answers ${status}`);
    return body.items.map(({ id }: { id: string }) => id).sort();
  };

  const untilFound = (q: string) =>
    eventually(async () => {
      if ((await find(q)).length === 0) throw new Error(`Not found yet: ${q}`);
    });

  beforeAll(async () => {
    const { knex } = await createDatabase();
    portal = await TestPortal.start({
      workflows: [greet, failing],
      knex,
      decide,
    });
    prod = await portal.launch('greet', { input: { name: 'Ada Lovelace' } });
    stage = await portal.launch('greet', {
      input: { name: 'Ada Byron' },
      environment: 'stage',
    });
    failed = await portal.launch('failing');
    await portal.until(prod, 'completed');
    await portal.until(stage, 'completed');
    await portal.until(failed, 'failed');
    await untilFound('said lovelace');
    await untilFound('said byron');
    await untilFound('bad luck');
  });
  afterAll(() => portal.stop());

  it('are found by what they were given, have put out and failed with', async () => {
    expect(await find('name lovelace')).toEqual([prod]);
    expect(await find('said byron')).toEqual([stage]);
    expect(await find('bad luck')).toEqual([failed]);
  });

  it('are those that hold all words, narrowed by other filters', async () => {
    expect(await find('ada')).toEqual([prod, stage].sort());
    expect(await find('love')).toEqual([prod]);
    expect(await find('ada -byron')).toEqual([prod]);
    expect(await find('ada', 'admin', '&environment=stage')).toEqual([stage]);
    expect(await find('ada', 'admin', '&status=failed')).toEqual([]);
  });

  it('are counted like those of any filter', async () => {
    const { body } = await portal.get('/runs/counts?q=ada');
    const { body: facets } = await portal.get(
      '/runs/facets?q=ada&facets=environment',
    );

    expect(body.statuses).toContainEqual({
      status: 'completed',
      count: 2,
      isMore: false,
    });
    expect(facets.facets[0].values).toEqual([
      { value: 'prod', count: 1 },
      { value: 'stage', count: 1 },
    ]);
  });

  it('are none of which one may not read what it was given', async () => {
    expect(await find('ada', 'half')).toEqual([stage]);
    expect(await find('lovelace', 'half')).toEqual([]);
    expect(await find('-nothing', 'half')).toEqual([stage]);
    const { body } = await portal.get('/runs/counts?q=lovelace', 'half');
    const { body: facets } = await portal.get(
      '/runs/facets?q=lovelace&facets=workflow,environment',
      'half',
    );

    expect(body.statuses.map(({ count }: { count: number }) => count)).toEqual(
      body.statuses.map(() => 0),
    );
    expect(
      facets.facets.flatMap(({ values }: { values: unknown[] }) => values),
    ).toEqual([]);
    // It is there to be seen, only not by what it was given.
    const { body: all } = await portal.get('/runs', 'half');
    expect(all.items).toHaveLength(3);
  });

  it.each([
    ['watcher', runReadIo],
    ['blind', runRead],
    ['stranger', runRead],
  ])('are refused to %s, who needs %s', async (who, permission) => {
    for (const path of ['/runs', '/runs/counts', '/runs/facets']) {
      const { status, body } = await portal.get(`${path}?q=ada`, who);

      expect(status).toBe(403);
      expect(body.error.message).toBe(`You need the permission ${permission}`);
    }
  });

  it('go on with a token for the same text only', async () => {
    const first = await portal.get('/runs?q=ada&limit=1');
    const token = encodeURIComponent(first.body.nextToken);
    const second = await portal.get(`/runs?q=ada&limit=1&token=${token}`);
    const other = await portal.get(`/runs?q=byron&limit=1&token=${token}`);

    expect([first, second].map(({ body }) => body.items[0].id).sort()).toEqual(
      [prod, stage].sort(),
    );
    expect(second.body.nextToken).toBeNull();
    expect(other.status).toBe(400);
  });

  it.each(['', ' ', 'x'.repeat(201)])(
    'are refused where the text is %j',
    async q => {
      const { status, body } = await portal.get(
        `/runs?q=${encodeURIComponent(q)}`,
      );

      expect(status).toBe(400);
      expect(body.error.violations[0].pointer).toBe('/q');
    },
  );
});
