import { AuthorizeResult } from '@backstage/plugin-permission-common';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { Knex } from 'knex';
import { z } from 'zod';
import {
  permissionNames,
  runTraceSchema,
} from 'backstage-plugin-workflow-runs-common';
import { defineWorkflow } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { decideByOwnership, decideByRole } from '../__testUtils__/decideByRole';
import {
  adding,
  eventually,
  TestPortal,
  workflowEntity,
} from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';
import { notebookSchema } from './__fixtures__/notebookSchema';
import { runColumnNames } from './runColumns';

jest.setTimeout(60_000);

const NAUGHTY = '=cmd|</script>`$1`';

const nothing = adding(
  defineWorkflow({
    name: 'nothing',
    version: '1',
    title: NAUGHTY,
    input: z.object({}),
    steps: { pass: {} },
  }),
  { pass: () => 'x'.repeat(900_000) },
);

describeOnDatabases('exports', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  let runId: string;
  let foreignRunId: string;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      knex,
      workflows: [greet, wait, nothing],
      entities: [
        workflowEntity({ workflow: 'greet', owner: 'user:default/owner' }),
        workflowEntity({ workflow: 'wait', owner: 'group:default/others' }),
        workflowEntity({ workflow: 'nothing', owner: 'user:default/partly' }),
      ],
      decide: (permission, principal) => {
        const { userEntityRef } = principal;
        // Sees everything, and takes away what it owns.
        if (userEntityRef === 'user:default/partly') {
          return permission.name === permissionNames.runExport
            ? decideByOwnership(permission, [userEntityRef])
            : { result: AuthorizeResult.ALLOW };
        }
        if (userEntityRef === 'user:default/blind') {
          return {
            result:
              permission.name === permissionNames.runReadIo
                ? AuthorizeResult.DENY
                : AuthorizeResult.ALLOW,
          };
        }
        return decideByRole(permission, principal);
      },
    });
    await portal.untilOwned('greet');
    await portal.untilOwned('nothing');
    runId = await portal.launch('greet', {
      input: { name: NAUGHTY, password: 'hunter2-s3cret' },
      tags: [NAUGHTY],
    });
    foreignRunId = await portal.launch('wait');
    await portal.until(await portal.launch('nothing'), 'completed');
    await portal.until(runId, 'completed');
    await eventually(async () => {
      const { body } = await portal.get(`/runs/${runId}/logs`);
      if (body.items.length < 3) throw new Error('not all lines yet');
    });
  });
  afterAll(() => portal.stop());

  /** As text, whatever its type. */
  const download = (path: string, who?: string) =>
    portal
      .get(path, who)
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', part => {
          text += part;
        });
        response.on('end', () => done(null, text));
      });
  const textOf = async (path: string, who?: string): Promise<string> =>
    (await download(path, who)).body;
  const exportOf = (format: string, run = runId) =>
    `/runs/${run}/export?format=${format}`;

  describe('of a run', () => {
    it.each([
      ['json', 'json', 'application/json; charset=utf-8'],
      ['markdown', 'md', 'text/markdown; charset=utf-8'],
      ['html', 'html', 'text/html; charset=utf-8'],
      ['ipynb', 'ipynb', 'application/x-ipynb+json'],
    ])('as %s is an attachment', async (format, extension, type) => {
      const { status, headers } = await download(exportOf(format));

      expect(status).toBe(200);
      expect(headers['content-type']).toBe(type);
      expect(headers['content-disposition']).toBe(
        `attachment; filename="greet-${runId.slice(-8)}.${extension}"`,
      );
      expect(headers['content-security-policy']).toBe(
        "default-src 'none'; style-src 'unsafe-inline'",
      );
    });

    it('is its whole trace, as the API has it', async () => {
      const trace = JSON.parse(await textOf(exportOf('json')));
      const items = async (path: string) =>
        (await portal.get(`/runs/${runId}/${path}`)).body.items;

      expect(runTraceSchema.safeParse(trace).error).toBeUndefined();
      const {
        allowedActions: _,
        business: __,
        parallelBranches: ___,
        watching: ____,
        watchers: _____,
        failureGroup: ______,
        kept: _______,
        freshness: ________,
        attributes: _________,
        states,
        ...run
      } = (await portal.get(`/runs/${runId}`)).body;
      expect(trace).toMatchObject({
        schema: 'workflow-runs.io/trace/v1',
        run,
        states,
        steps: await items('steps'),
        attempts: await items('attempts'),
        decisions: [],
        actions: [],
        annotations: [],
        events: await items('events'),
        payloads: await items('io'),
        artifacts: await items('artifacts'),
        logs: await items('logs'),
        omitted: [],
      });
      expect(trace.attempts.length).toBeGreaterThan(2);
      const [artifact] = trace.artifacts;
      expect(artifact.contentUrl).toMatch(
        new RegExp(`/v1/runs/${runId}/artifacts/${artifact.id}/content$`),
      );
    });

    it('fits what the API document says', async () => {
      const { body: document } = await portal.get('/openapi.json');
      const { content } =
        document.paths['/v1/runs/{runId}/export'].get.responses[200];
      expect(content).toEqual({
        'application/json': { schema: { $ref: expect.any(String) } },
        'text/markdown': { schema: { type: 'string' } },
        'text/html': { schema: { type: 'string' } },
        'application/x-ipynb+json': { schema: { type: 'object' } },
      });
      const ajv = addFormats(
        new Ajv2020({ strictSchema: false, strictTypes: false }),
      );
      ajv.addSchema({ $id: 'doc', components: document.components });
      const fits = ajv.compile({
        $ref: `doc${content['application/json'].schema.$ref}`,
      });

      fits(JSON.parse(await textOf(exportOf('json'))));
      expect(fits.errors).toBeNull();
    });

    it('never holds what was redacted', async () => {
      for (const format of ['json', 'markdown', 'html', 'ipynb'])
        expect(await textOf(exportOf(format))).not.toContain('hunter2');
    });

    it.each(['markdown', 'html'])(
      'as %s links to artifacts, for a day',
      async format => {
        const text = await textOf(exportOf(format));
        const [, url] = /[(<"=]+(http[^">]+signature=[^">]+)/.exec(text)!;
        const link = new URL(url.replace(/&amp;/g, '&'));
        const left =
          Number(link.searchParams.get('expires')) * 1_000 - Date.now();

        expect(left).toBeGreaterThan(23.9 * 3_600_000);
        expect(left).toBeLessThanOrEqual(24 * 3_600_000);
        expect(text).toContain('good until');
        const path = `${link.pathname.replace(/.*\/v1/, '')}${link.search}`;
        expect(await textOf(path, 'nobody signed in')).toContain('Hello');
      },
    );

    it('as a notebook gives access to nothing', async () => {
      const text = await textOf(exportOf('ipynb'));
      const fits = new Ajv2020().compile(notebookSchema);

      expect(fits(JSON.parse(text))).toBe(true);
      expect(text).not.toContain('signature=');
      expect(text).not.toContain('Bearer');
    });

    it.each(['json', 'markdown', 'html', 'ipynb'])(
      'as %s holds no input, output or artifact for who may not see them',
      async format => {
        const text = await textOf(exportOf(format), 'blind');

        expect(text).toMatch(/left out|may not see/);
        expect(text).not.toMatch(/Hello|signature=/);
        if (format !== 'json') return;
        expect(JSON.parse(text)).toMatchObject({
          payloads: [],
          artifacts: [],
          omitted: [
            { part: 'payloads', reason: expect.stringContaining('read-io') },
            { part: 'artifacts', reason: expect.stringContaining('read-io') },
          ],
        });
      },
    );

    it('that has only begun, and has no log line, can be exported', async () => {
      for (const format of ['json', 'markdown', 'html', 'ipynb']) {
        const { status } = await download(exportOf(format, foreignRunId));
        expect(status).toBe(200);
      }
    });

    it('cuts what is long', async () => {
      const { body } = await portal.get('/runs?workflow=embedded/nothing');
      const run = body.items[0].id;
      const html = await textOf(exportOf('html', run));

      expect(html).toContain('Cut: it has 900011 bytes in all.');
      expect(html.length).toBeLessThan(20_000);
      expect(html).toContain('=cmd|&lt;/script&gt;`$1`');
    });

    it('breaks off where the database fails midway', async () => {
      await knex.schema.renameTable('run_logs', 'run_logs_away');
      try {
        const reading = fetch(`${portal.url}/v1${exportOf('json')}`, {
          headers: { Authorization: 'Bearer mock-service-token' },
        }).then(answer => answer.text());

        // Depending on whether anything was on its way yet.
        await expect(reading).rejects.toThrow(/^(terminated|fetch failed)$/);
      } finally {
        await knex.schema.renameTable('run_logs_away', 'run_logs');
      }
      expect(portal.audited.at(-1)).toMatchObject({
        eventId: 'run-fetch',
        outcome: 'failure',
      });
    });
  });

  describe('of runs', () => {
    const rowsOf = async (query: string, who?: string) =>
      (await textOf(`/runs/export?format=jsonl${query}`, who))
        .split('\n')
        .slice(0, -1)
        .map(line => JSON.parse(line));

    it.each([
      ['', 'csv', 'text/csv; charset=utf-8; header=present'],
      ['?format=csv', 'csv', 'text/csv; charset=utf-8; header=present'],
      ['?format=jsonl', 'jsonl', 'application/x-ndjson; charset=utf-8'],
    ])('with %j is an attachment', async (query, extension, type) => {
      const { status, headers } = await download(`/runs/export${query}`);

      expect(status).toBe(200);
      expect(headers['content-type']).toBe(type);
      expect(headers['content-disposition']).toMatch(
        new RegExp(
          `^attachment; filename="workflow-runs-\\d{8}T\\d{6}Z\\.${extension}"$`,
        ),
      );
    });

    it('has the runs of the list, in its order', async () => {
      for (const query of [
        '',
        '&sort=status',
        '&status=completed',
        '&workflow=embedded/greet&limit=1',
      ]) {
        const { body } = await portal.get(`/runs?${query.slice(1)}`);
        const ids = body.items.map((run: { id: string }) => run.id);

        expect((await rowsOf(query)).map(({ id }) => id)).toEqual(ids);
      }
    });

    it('defuses formulas', async () => {
      const text = await textOf('/runs/export?workflow=embedded/nothing');
      const [head, row] = text.split('\r\n');

      expect(head.split(',')).toEqual(runColumnNames);
      expect(row.split(',')[2]).toBe(`'${NAUGHTY}`);
    });

    it('leaves out what may be seen and not be taken away', async () => {
      const { body } = await portal.get('/runs', 'partly');
      const rows = await rowsOf('', 'partly');

      expect(body.items).toHaveLength(3);
      expect(rows.map(({ workflow }) => workflow.name)).toEqual(['nothing']);
      expect((await download(exportOf('json'), 'partly')).status).toBe(403);
    });

    it('has what a saved view shows, narrowed by what else is said', async () => {
      const { body: view } = await portal.post('/views', {
        name: 'Of nothing',
        filter: { workflow: 'embedded/nothing' },
      });
      const named = async (query: string) =>
        (await rowsOf(`&${query}`)).map(({ workflow }) => workflow.name);

      expect(await named(`view=${view.id}`)).toEqual(['nothing']);
      expect(await named(`view=${view.id}&status=running`)).toEqual([]);
      const { status } = await portal.get('/runs/export?view=none');
      expect(status).toBe(404);
    });

    it('has nothing of others', async () => {
      const rows = await rowsOf('', 'owner');

      expect(rows.map(({ id }) => id)).toEqual([runId]);
    });
  });

  it.each([
    [`/runs/run/export?format=pdf`, '/format', /"json"\|"markdown"/],
    [`/runs/run/export?formt=json`, '/formt', /did you mean 'format'/],
    ['/runs/export?format=json', '/format', /"csv"\|"jsonl"/],
    ['/runs/export?limit=1000001', '/limit', /1000000/],
    ['/runs/export?limit=0', '/limit', />=1/],
    ['/runs/export?status=broken', '/status/0', /"queued"/],
    ['/runs/export?token=x', '/token', /no such field/],
    ['/runs/export?sort=asc', '/sort', /"-queuedAt"/],
    ['/runs/export?tagPattern=(', '/tagPattern', /./],
  ])('GET %s is refused at %s', async (path, pointer, message) => {
    const { status, headers, body } = await portal.get(
      path.replace('/run/', `/${runId}/`),
    );

    expect({ status, violations: body.error.violations }).toMatchObject({
      status: 400,
      violations: [{ pointer, message: expect.stringMatching(message) }],
    });
    expect(headers).not.toHaveProperty('content-disposition');
  });

  it('auditors see who took what away, also where it was refused', async () => {
    const trail = async (path: string, who: string) => {
      const before = portal.audited.length;
      await download(path, who);
      await eventually(async () => {
        if (portal.audited.length === before) throw new Error('not yet');
      });
      return portal.audited.slice(before);
    };
    const ofRun = {
      eventId: 'run-fetch',
      meta: { queryType: 'export', runId, format: 'html' },
    };
    const ofRuns = {
      eventId: 'run-fetch',
      meta: {
        queryType: 'export',
        format: 'csv',
        limit: 100_000,
        filter: { status: 'failed' },
      },
    };

    expect(await trail(exportOf('html'), 'operator')).toEqual([
      { ...ofRun, outcome: 'success' },
    ]);
    expect(await trail(exportOf('html'), 'viewer')).toEqual([
      { ...ofRun, outcome: 'failure' },
    ]);
    expect(await trail(exportOf('html'), 'outsider')).toEqual([
      { ...ofRun, outcome: 'failure' },
    ]);
    expect(await trail('/runs/export?status=failed', 'admin')).toEqual([
      { ...ofRuns, outcome: 'success' },
    ]);
    expect(await trail('/runs/export?status=failed', 'viewer')).toEqual([
      { ...ofRuns, outcome: 'failure' },
    ]);
  });

  it('the client downloads both', async () => {
    const client = portal.client('operator');
    const run = await client.downloadRunExport(runId, 'json');
    const runs = await client.exportRuns(
      { workflow: ['embedded/greet'] },
      'jsonl',
      {
        limit: 5,
        sort: 'status',
      },
    );

    expect(JSON.parse(await run.text()).run.id).toBe(runId);
    expect(JSON.parse(await runs.text()).id).toBe(runId);
    await expect(
      portal.client('viewer').exportRuns({}, 'csv'),
    ).rejects.toMatchObject({ statusCode: 403 });
  });
});
