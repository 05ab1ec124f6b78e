import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import { permissionNames } from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { decideByRole } from '../__testUtils__/decideByRole';
import { TestPortal } from '../__testUtils__/TestPortal';
import { greet, wait } from '../__testUtils__/workflows';

jest.setTimeout(60_000);

/** Everything that a run that has ended answers. */
const PARTS = [
  '',
  '/steps',
  '/attempts',
  '/events',
  '/logs',
  '/io',
  '/artifacts',
  '/timeline',
  '/decisions',
  '/actions',
];

describeOnDatabases('what a caller has of an ended run', createDatabase => {
  let knex: Knex;
  let portal: TestPortal;
  let runId: string;

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    portal = await TestPortal.start({
      knex,
      workflows: [greet, wait],
      // `viewer-…` is a viewer that lacks the permission that the name ends with.
      decide: (permission, principal) => {
        const [role, missing] = (principal.userEntityRef ?? '').split(
          '-minus-',
        );
        return permission.name === missing
          ? { result: AuthorizeResult.DENY }
          : decideByRole(permission, { ...principal, userEntityRef: role });
      },
    });
    runId = await portal.launch('greet', { input: { name: 'Ada' } });
    await portal.until(runId, 'completed');
  });
  afterAll(() => portal.stop());

  const ask = (part: string, tag?: string, who?: string) => {
    const asked = portal.get(`/runs/${runId}${part}`, who);
    return tag ? asked.set('If-None-Match', tag) : asked;
  };
  const tagOf = async (part: string, who?: string): Promise<string> =>
    (await ask(part, undefined, who)).headers.etag;

  it.each(PARTS)('is good as long as nothing changes: %s', async part => {
    const first = await ask(part);
    expect(first.status).toBe(200);
    expect(first.headers).toMatchObject({
      etag: expect.stringMatching(/^W\/"[\w-]{27}"$/),
      'cache-control': 'private, no-cache',
    });

    const again = await ask(part, first.headers.etag);
    expect(again.status).toBe(304);
    expect(again.text).toBe('');
    expect(again.headers.etag).toBe(first.headers.etag);
    // And where the browser knows of several, or asks for whatever there is.
    expect((await ask(part, `"x", ${first.headers.etag}`)).status).toBe(304);
    expect((await ask(part, '"other"')).status).toBe(200);
  });

  it.each(PARTS)('is known before it is read: %s', async part => {
    const tag = await tagOf(part);
    const readOnce = async (): Promise<string[]> => {
      const read: string[] = [];
      const listener = ({ sql }: { sql: string }) => {
        // The run itself, with what its reader may see, is read in any case.
        if (!/from [`"](runs|workflow_owners)[`"]/.test(sql)) read.push(sql);
      };
      knex.on('query', listener);
      const { status } = await ask(part, tag);
      knex.off('query', listener);

      expect(status).toBe(304);
      return read.filter(sql =>
        /steps|attempts|run_events|run_logs|run_io|artifacts|decisions|run_states/.test(
          sql,
        ),
      );
    };
    // Those who read the log in the background may ask meanwhile; what belongs to the answer is asked every time.
    const first = await readOnce();
    const second = await readOnce();

    expect(first.filter(sql => second.includes(sql))).toEqual([]);
  });

  it('is not good for another part, page or filter', async () => {
    const tags = await Promise.all(
      [...PARTS, '/steps?limit=1', '/logs?level=error', '/logs?after=1'].map(
        part => tagOf(part),
      ),
    );

    expect(new Set(tags).size).toBe(tags.length);
  });

  it.each(PARTS)(
    'is not good any more once something has happened: %s',
    async part => {
      const before = await tagOf(part);
      const { status } = await portal.post(`/runs/${runId}/resolve`, {
        note: `seen to: ${part}`,
      });
      expect(status).toBe(200);

      const after = await ask(part, before);
      expect(after.status).toBe(200);
      expect(after.headers.etag).not.toBe(before);
      expect((await ask(part, after.headers.etag)).status).toBe(304);
    },
  );

  it('is not good any more once a late log line has come', async () => {
    const before = await tagOf('/logs');
    await knex('run_live')
      .where({ run_id: runId })
      .increment('log_sequence', 1);

    expect((await ask('/logs', before)).status).toBe(200);
  });

  it('is not good for a reader with other rights', async () => {
    const readers = [
      'viewer',
      `viewer-minus-${permissionNames.runReadIo}`,
      'operator',
      `operator-minus-${permissionNames.runAnnotate}`,
      `operator-minus-${permissionNames.viewShare}`,
      'admin',
    ];
    for (const part of ['', '/steps', '/timeline']) {
      const tags = await Promise.all(readers.map(who => tagOf(part, who)));

      expect(new Set(tags).size).toBe(readers.length);
      expect((await ask(part, tags[0], readers[1])).status).toBe(200);
    }
  });

  it('is not asked for where the run is still under way', async () => {
    const open = await portal.launch('wait');
    await portal.until(open, 'running');
    const { headers } = await portal.get(`/runs/${open}`);

    expect(headers['cache-control']).toBeUndefined();
    expect(headers.etag).not.toMatch(/^W\/"[\w-]{27}"$/);
  });

  it('is not kept where it could not be read', async () => {
    const { status, headers } = await ask('/steps?after=nonsense');

    expect(status).toBe(400);
    expect(headers['cache-control']).toBeUndefined();
  });

  it('does not tell who may not see the run that it is there', async () => {
    const tag = await tagOf('');

    expect((await ask('', tag, 'outsider')).status).toBe(404);
    expect(
      (await ask('/io', tag, `viewer-minus-${permissionNames.runReadIo}`))
        .status,
    ).toBe(403);
  });
});
