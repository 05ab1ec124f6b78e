import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltProgram, outcomeOf } from './__testUtils__/builtProgram';
import { run } from './__testUtils__/terminal';
import { TestServer, USER_TOKEN } from './__testUtils__/TestServer';

jest.setTimeout(120_000);

describe('commands, asked of a backend', () => {
  let server: TestServer;
  let directory: string;

  beforeAll(async () => {
    server = await TestServer.start();
    directory = await mkdtemp(join(tmpdir(), 'workflow-runs-cli-'));
  });
  afterAll(async () => {
    await server?.stop();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  const cli = (...args: string[]) => run(args, { env: server.env });
  const asUser = (...args: string[]) =>
    run(args, { env: { ...server.env, WORKFLOW_RUNS_TOKEN: USER_TOKEN } });
  const printed = async (...args: string[]) => {
    const outcome = await cli(...args);
    // With what it says where it does not.
    expect(outcome).toEqual({ ...outcome, code: 0 });
    return outcome.stdout;
  };
  const json = async (...args: string[]) =>
    JSON.parse(await printed(...args, '--json'));
  const id = async (...args: string[]) => (await printed(...args, '-q')).trim();
  const launched = (workflow: string, ...args: string[]) =>
    id('launch', workflow, ...args);
  const greeted = async () => {
    const runId = await launched('embedded/greet', '--set', 'name=Ada');
    await cli('wait', runId);
    return runId;
  };
  /** Waits for something, however long that takes. */
  const eventually = async (isSo: () => Promise<boolean>) => {
    for (let tries = 0; tries < 800; tries += 1) {
      if (await isSo()) return;
      await new Promise(resolve => {
        setTimeout(resolve, 25);
      });
    }
    throw new Error('It did not come about');
  };
  const until = (runId: string, status: string) =>
    eventually(async () => (await json('show', runId)).status === status);

  describe('launch', () => {
    it('takes input from a file, stdin, options and fields, and says the id', async () => {
      const file = join(directory, 'input.json');
      await writeFile(file, '{"name": "Ada", "times": 2}');
      const fromFile = await launched('greet', '-f', file, '--set', 'times=3');
      const fromStdin = await run(['launch', 'greet', '-f', '-', '-q'], {
        env: server.env,
        stdin: '{"name": "Bo"}',
      });

      expect(await printed('io', fromFile)).toContain('"times": 3');
      expect(await printed('io', fromStdin.stdout.trim())).toContain('"Bo"');
    });

    it('waits, and exits with the outcome of the run', async () => {
      const good = await cli('launch', 'greet', '--set', 'name=Ada', '--wait');
      const bad = await cli('launch', 'decline', '--wait', '--json');

      expect(good).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/\nrun_\w+ completed\n$/),
      });
      expect(bad.code).toBe(1);
      expect(JSON.parse(bad.stdout)).toMatchObject({
        status: 'failed',
        error: { message: 'The card was declined' },
      });
    });

    it('gives up on waiting in time, and leaves the run alone', async () => {
      const runId = await launched('rest');

      expect(await cli('wait', runId, '--timeout', '0s')).toMatchObject({
        code: 124,
        stderr: expect.stringContaining('has not ended in time; it goes on'),
      });
      expect((await cli('event', runId, 'go', '--payload', '1')).code).toBe(0);
      expect((await cli('wait', runId)).code).toBe(0);
    });

    it('happens once for a key', async () => {
      const first = await launched('rest', '--key', 'once');

      expect(await launched('rest', '--key', 'once')).toBe(first);
    });

    it('of bad input names each field, and the rule that it breaks', async () => {
      const { code, stderr } = await cli(
        'launch',
        'greet',
        '--set',
        'times=9',
        '--set',
        'nmae=x',
      );

      expect(code).toBe(2);
      expect(stderr).toMatch(/\/times: .*\(maximum\)/);
      expect(stderr).toMatch(/\/name: .*\(required\)/);
    });

    it('of what is not there exits with 4', async () => {
      expect((await cli('launch', 'none')).code).toBe(4);
      expect((await cli('launch', 'embedded/none')).code).toBe(4);
    });
  });

  it('lists runs by filters, page by page, as text, JSON and ids', async () => {
    const runs = [
      await launched('rest', '-t', 'listed', '-e', 'staging'),
      await launched('rest', '-t', 'listed'),
      await launched('rest', '-t', 'listed'),
    ];
    const list = (...args: string[]) =>
      printed('list', '-t', 'listed', ...args);

    expect((await list('-q')).trim().split('\n').sort()).toEqual(runs.sort());
    expect(await list('-e', 'staging', '--from', '1h')).toMatch(
      /^run_\w+\t\w+\tembedded\/rest\t.*\tstaging\t.*\n$/,
    );
    expect(JSON.parse(await list('-n', '2', '--json'))).toMatchObject({
      items: [{}, {}],
      nextToken: expect.any(String),
    });
    expect(await list('--status', 'failed')).toBe('');
    expect(await printed('count', '-t', 'listed')).toMatch(/\t3\n/);
    expect(
      await printed(
        'facets',
        '-t',
        'listed',
        '--facets',
        'workflow,environment',
      ),
    ).toContain('environment\tprod\t2');
  });

  it('shows everything that there is to a run', async () => {
    const runId = await greeted();

    expect(await printed('show', runId)).toMatch(/^status +completed$/m);
    expect(await printed('steps', runId)).toMatch(/^1\tsay\tcompleted/);
    expect(await printed('io', runId)).toContain('Hello Ada!');
    expect(await printed('attempts', runId)).toMatch(/^say\t1\tcompleted/);
    expect(await printed('events', runId)).toContain('\trun.completed\t');
    expect(await printed('timeline', runId)).toMatch(/say\tcompleted/);
    expect(await printed('forecast', runId)).toMatch(/no forecast +ended/);
    expect(await printed('traces', runId)).toBe('');
    expect(await printed('external-logs', runId)).toBe('');
    expect((await json('access', runId)).runId).toBe(runId);
    expect((await cli('access', runId)).code).toBe(0);
    expect(await printed('workflows', 'show', 'greet')).toContain(
      '"maxLength": 50',
    );
    expect(await printed('workflows', 'list')).toMatch(/^embedded\/greet\t/m);
    expect(await printed('engines')).toBe('');
  });

  it('shows a run on a narrow terminal', async () => {
    const runId = await greeted();
    const narrow = async (...args: string[]) => {
      const env = { ...server.env, NO_COLOR: '1' };
      const { stdout } = await run(args, { env, columns: 50 });
      expect(stdout.split('\n').filter(line => line.length > 50)).toEqual([]);
      return stdout;
    };

    expect(await narrow('list')).toMatch(/ID +STATUS/);
    expect(await narrow('steps', runId)).toMatch(/STEP +STATUS/);
    expect(await narrow('unwatch', '--help')).toContain('Options:');
  });

  it('downloads what a run has made, and leads nowhere else', async () => {
    const runId = await greeted();
    const artifact = await id('artifacts', 'list', runId);
    const before = process.cwd();
    process.chdir(directory);
    try {
      await printed('artifacts', 'download', runId, artifact);
    } finally {
      process.chdir(before);
    }
    const file = join(directory, 'greeting.txt');

    expect(await readFile(file, 'utf8')).toBe('Hello Ada!\n');
    expect(
      await cli('artifacts', 'download', runId, artifact, '-o', file),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--force replaces it'),
    });
    expect(
      await printed(
        'artifacts',
        'download',
        runId,
        '../greeting.txt',
        '-o',
        '-',
      ),
    ).toBe('Hello Ada!\n');
    expect(
      await printed('artifacts', 'link', runId, artifact, '--expires', '1m'),
    ).toMatch(/^http.*signature=/);
    expect((await cli('artifacts', 'download', runId, 'none')).code).toBe(4);
    expect(
      (await readdir(directory)).filter(name => name.endsWith('.part')),
    ).toEqual([]);
  });

  it('exports a run, and lists of runs', async () => {
    const runId = await greeted();
    const file = join(directory, 'runs.csv');
    await printed('export', '-w', 'embedded/greet', '-o', file);

    expect(await printed('export', runId, '--format', 'markdown')).toMatch(
      /^# Greet somebody/,
    );
    expect(await readFile(file, 'utf8')).toContain(runId);
    expect(await cli('export', '--format', 'html')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('only as csv, jsonl'),
    });
  });

  it('operates runs', async () => {
    const asked = await launched('ask');
    await until(asked, 'waiting_human');
    expect(await printed('decisions', asked)).toMatch(
      /^sign_off\tapproval\trequested/,
    );
    await printed('approve', asked, '--note', 'fine');
    expect(await printed('decisions', asked)).toContain('approved\tpipeline');
    expect(await cli('reject', asked)).toMatchObject({ code: 5 });

    const offered = await launched('offer');
    await eventually(async () =>
      (await printed('steps', offered)).includes('\trunning\t'),
    );
    await printed('action', offered, 'crawl', 'finish', '--set', 'pages=3');
    expect((await cli('wait', offered)).code).toBe(0);
    expect(await printed('actions', offered)).toMatch(/^node_action\t/);

    const resting = await launched('rest');
    await until(resting, 'running');
    await printed('pause', resting, '-r', 'not now');
    await until(resting, 'paused');
    await printed('resume', resting);
    expect(
      await printed('force', resting, 'rest', 'skip', '-r', 'no event comes'),
    ).toContain(resting);
    expect(await cli('wait', resting)).toMatchObject({ code: 0 });
    expect(await cli('cancel', resting)).toMatchObject({
      code: 5,
      stderr: 'error: The run has ended: it is completed\n',
    });
  });

  it('repeats runs: the same one, from a step on, and others like it', async () => {
    const failed = await launched('decline');
    await cli('wait', failed);

    expect(await cli('retry', failed, '--wait')).toMatchObject({ code: 1 });
    expect(
      (await cli('restart', failed, '--from', 'charge', '--wait')).code,
    ).toBe(1);
    const again = await id('rerun', failed, '-i', '{}', '-r', 'to see');
    const clone = await id('clone', failed, '-e', 'staging', '-t', 'cloned');
    expect(await printed('lineage', failed)).toContain(`repeat\t${again}`);
    expect(await printed('show', clone)).toMatch(/^tags +cloned$/m);
    await cli('wait', again);
    expect(await printed('compare', again, failed)).toMatch(/^this run +run_/);
    await printed('resolve', failed, '--note', 'refunded by hand');
    expect(await printed('show', failed)).toMatch(
      /^resolved +refunded by hand$/m,
    );
  });

  it('says something about runs, and deletes them', async () => {
    const runId = await greeted();
    await printed('annotate', runId, 'the supplier knows');
    await printed('tag', runId, 'known', 'old');
    await printed('tag', runId, '--remove', 'old');
    await printed('own', runId, 'group:default/team-data');

    expect(await printed('notes', runId)).toContain(
      '\tpipeline\tthe supplier knows',
    );
    expect(await json('show', runId)).toMatchObject({
      tags: ['known'],
      owner: 'group:default/team-data',
    });
    expect(await cli('own', runId)).toMatchObject({ code: 2 });
    expect((await cli('own', runId, '--reset')).code).toBe(0);
    expect((await asUser('watch', runId)).stdout).toContain('You hear of');
    expect((await asUser('unwatch', runId)).code).toBe(0);
    expect(await printed('audit', 'list', '--run', runId)).toMatch(
      /\tannotate\tsucceeded/,
    );
    expect(await printed('purge', runId, '-r', 'asked for')).toContain(
      'completed',
    );
    expect(await cli('show', runId)).toMatchObject({ code: 4 });
  });

  it('acts on many runs at once', async () => {
    const runId = await launched('rest', '-t', 'bulk');

    expect(await printed('bulk', 'preview', 'cancel', '-t', 'bulk')).toBe(
      '1 of 1 runs\n',
    );
    const job = await id(
      'bulk',
      'start',
      'cancel',
      '--run',
      runId,
      '--name',
      'Tidy',
      '-r',
      'to tidy up',
    );
    expect((await cli('wait', runId)).code).toBe(1);
    expect(await printed('bulk', 'list')).toContain(`${job}\tTidy\tcancel`);
    expect(await printed('bulk', 'items', job)).toContain(runId);
    expect(await printed('bulk', 'show', job)).toMatch(/^name +Tidy$/m);
    await eventually(
      async () => (await json('bulk', 'show', job)).status === 'completed',
    );
    expect((await cli('bulk', 'abort', job)).code).toBe(5);
    expect((await cli('bulk', 'resume', job)).code).toBe(5);
    expect((await cli('bulk', 'preview', 'cancel')).code).toBe(2);
  });

  it('sums up, and groups failures', async () => {
    const failed = await launched('decline');
    await cli('wait', failed);
    await eventually(async () => (await printed('failures', 'list')) !== '');
    const group = await id(
      'failures',
      'list',
      '--state',
      'open',
      '-w',
      'embedded/decline',
    );

    expect(await printed('failures', 'show', group)).toContain(
      'The card was declined',
    );
    expect(await printed('failures', 'snooze', group, '--for', '2h')).toBe(
      `${group} is snoozed\n`,
    );
    expect(await printed('failures', 'reopen', group)).toBe(
      `${group} is open\n`,
    );
    expect(await printed('failures', 'resolve', group, '-r', 'fixed')).toBe(
      `${group} is resolved\n`,
    );
    expect(
      await printed('failures', 'runbook', group, 'https://wiki.example.com'),
    ).toContain('wiki');
    expect(await printed('failures', 'runbook', group, '--reset')).toContain(
      'no runbook',
    );
    expect((await cli('failures', 'runbook', group)).code).toBe(2);
    expect(await printed('stats', '-w', 'embedded/decline')).toMatch(
      /^failed\t/m,
    );
    expect(await printed('slos', 'list')).toBe('');
    expect(await printed('slos', 'show', 'decline')).toBe('');
  });

  it('saves filters, for users', async () => {
    const { stdout } = await asUser(
      'views',
      'create',
      'Red',
      '-s',
      'failed',
      '--since',
      'P1D',
      '-q',
    );
    const view = stdout.trim();

    expect(
      (await asUser('views', 'edit', view, '--set', 'name=Red today')).stdout,
    ).toMatch(/^name +Red today$/m);
    expect((await asUser('views', 'show', view)).stdout).toContain(
      '"status":"failed"',
    );
    expect((await asUser('views', 'list', '-q')).stdout).toBe(`${view}\n`);
    expect((await asUser('list', '--view', view)).code).toBe(0);
    expect(
      (await asUser('views', 'edit', view, '--set', 'version=1')).code,
    ).toBe(5);
    expect((await asUser('views', 'delete', view)).code).toBe(0);
    expect(await cli('views', 'create', 'Red')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('/owner'),
    });
  });

  it('gets and sets notifications, for users', async () => {
    expect((await asUser('notifications', 'get')).stdout).toContain(
      'run-failed\tWeb\ton',
    );
    expect(
      (await asUser('notifications', 'set', 'run-failed', 'off')).stdout,
    ).toContain('run-failed\tWeb\toff');
    expect((await asUser('notifications', 'get', '-q')).stdout).toBe(
      'sla-at-risk\n',
    );
    expect(await asUser('notifications', 'set', 'none', 'on')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('There are: run-failed, sla-at-risk'),
    });
  });

  it('tells other systems of runs', async () => {
    const owner = ['--owner', 'user:default/mock'];
    const created = await asUser(
      'webhooks',
      'create',
      'ci',
      'http://127.0.0.1:9/',
      '--event',
      'run.failed',
      ...owner,
    );
    expect(created.stdout).toContain('whsec_');
    const [hook] = created.stdout.split(' ');

    expect(await printed('webhooks', 'list')).toContain(`${hook}\tci\tactive`);
    expect(await printed('webhooks', 'choices')).toContain(`${hook}\tci\tyes`);
    expect(
      (await asUser('webhooks', 'edit', hook, '--set', 'enabled=false')).stdout,
    ).toMatch(/^enabled +false$/m);
    expect(await printed('webhooks', 'show', hook)).toMatch(/^state +off$/m);
    expect(
      await printed('webhooks', 'rotate-secret', hook, '--overlap', '1h'),
    ).toContain('whsec_');
    expect((await cli('webhooks', 'end-old-secrets', hook)).code).toBe(0);
    const pinged = await json('webhooks', 'ping', hook);
    expect(pinged.state).toBe('failed');
    expect(await printed('webhooks', 'deliveries', hook)).toContain(
      pinged.messageId,
    );
    expect(
      await printed('webhooks', 'delivery', hook, pinged.messageId),
    ).toMatch(/^history /m);
    await asUser('webhooks', 'edit', hook, '--set', 'enabled=true');
    expect(
      await printed('webhooks', 'redeliver', hook, '--from', '1h'),
    ).toContain('delivered again');
    expect((await cli('webhooks', 'redeliver', hook)).code).toBe(2);
    expect((await cli('webhooks', 'redeliver', hook, 'none')).code).toBe(4);
    expect(await printed('webhooks', 'delete', hook)).toBe(
      `${hook} is deleted\n`,
    );
  });

  it('watches runs by rules', async () => {
    const file = join(directory, 'rule.json');
    const rule = {
      name: 'Declines',
      kind: 'failure_rate',
      scope: { workflows: ['embedded/decline'] },
      threshold: 20,
      windowMs: 3_600_000,
    };
    await writeFile(file, JSON.stringify(rule));
    expect((await cli('alerts', 'preview', '-f', file)).code).toBe(0);
    const created = await asUser('alerts', 'create', '-f', file, '-q');
    const alert = created.stdout.trim();

    expect(await printed('alerts', 'list')).toContain(`${alert}\tDeclines`);
    expect(await printed('alerts', 'firing')).toBe('');
    expect(await printed('alerts', 'show', alert)).toMatch(/^threshold +20$/m);
    expect(
      (await asUser('alerts', 'edit', alert, '--set', 'threshold=30')).stdout,
    ).toMatch(/^threshold +30$/m);
    expect(await printed('alerts', 'snooze', alert, '--for', '2h')).toContain(
      'tells nobody until',
    );
    expect(await printed('alerts', 'snooze', alert, '--end')).toContain(
      'tells who is to be told',
    );
    expect((await cli('alerts', 'snooze', alert)).code).toBe(2);
    expect(
      await printed('alerts', 'resolve', alert, '--note', 'seen'),
    ).toContain(`${alert} is `);
    expect(await printed('alerts', 'episodes', alert)).toBe('');
    expect(await printed('alerts', 'delete', alert)).toContain('is deleted');
  });

  it('says how long runs are kept, and what is taken out of them', async () => {
    const runId = await greeted();
    await printed(
      'retention',
      'edit',
      '--set',
      'policies=[{"status":"failed","days":{"logs":7}}]',
    );
    expect(await printed('retention', 'show')).toContain(
      'all\tfailed\tlogs 7\tdatabase',
    );
    await printed('retention', 'edit', '--set', 'legalHoldTags=["hold"]');
    expect(await printed('retention', 'show')).toContain('logs 7');
    expect(
      (await cli('retention', 'preview', '--set', 'policies=[]')).code,
    ).toBe(0);
    const job = await id('retention', 'start');
    expect(await printed('retention', 'jobs')).toContain(job);
    expect(await printed('retention', 'job', job)).toContain('runs looked at');
    expect((await cli('retention', 'abort', 'none')).code).toBe(4);

    const policy = await id(
      'policies',
      'create',
      '--set',
      'name=Names',
      '--set',
      'rules=[{"path":"$.name","treatment":"redact"}]',
    );
    expect(await printed('policies', 'list')).toContain(`${policy}\tNames`);
    const content = JSON.stringify({
      name: 'X',
      rules: [{ path: '$.name', treatment: 'redact' }],
    });
    const file = join(directory, 'policy.json');
    await writeFile(file, content);
    expect(await printed('policies', 'preview', runId, '-f', file)).toContain(
      "$['name']\tredact",
    );
    expect(
      await printed('policies', 'edit', policy, '--set', 'enabled=false'),
    ).toMatch(/^enabled +false$/m);
    expect(await printed('policies', 'show', policy)).toMatch(/^revision +2$/m);
    expect((await cli('policies', 'show', 'none')).code).toBe(4);
    expect(await printed('policies', 'delete', policy)).toContain('is deleted');
    expect((await cli('reveal', runId, 'none', '-r', 'to see')).code).toBe(4);
  });

  it('audits, and knows the keys', async () => {
    const runId = await greeted();
    const file = join(directory, 'audit.csv');
    await printed('audit', 'export', '--from', '1h', '-o', file);

    expect(await readFile(file, 'utf8')).toContain(runId);
    expect(
      await printed('audit', 'list', '--action', 'launch', '-n', '1'),
    ).toMatch(/\tlaunch\tsucceeded\t/);
    expect(await printed('keys', 'show')).toMatch(/^test\tyes\tyes\t/);
    expect(
      await printed('keys', 'shred', '--run', runId, '-r', 'asked for'),
    ).toBe('1 runs are unreadable\n');
    expect((await cli('keys', 'shred', '-r', 'x')).code).toBe(2);
    expect((await cli('sync')).code).toBe(2);
    expect((await cli('sync', runId)).code).not.toBe(0);
    expect((await cli('sync', '--engine', 'none')).code).toBe(4);
  });

  describe('the built program', () => {
    let program: BuiltProgram;

    beforeAll(async () => {
      program = await BuiltProgram.build();
    });

    const built = (...args: string[]) => program.run(args, { env: server.env });

    it('launches, waits and exits with the outcome', async () => {
      expect(
        await built('launch', 'greet', '--set', 'name=Ada', '--wait', '-q'),
      ).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^run_\w{26}\n$/),
        stderr: '',
      });
      expect(await built('launch', 'decline', '--wait')).toMatchObject({
        code: 1,
      });
    });

    it('names what was meant, and exits with 2', async () => {
      expect(await built('lits')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('(Did you mean list?)'),
      });
      expect(await built('list', '--stauts', 'failed')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('(Did you mean --status?)'),
      });
      expect(await built('list', '--status', 'fialed')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("'fialed' is none of queued, running"),
      });
      expect(
        await built('list', '--from', 'yesterday', '--limit', 'x'),
      ).toMatchObject({ code: 2 });
    });

    it('says whose token is not accepted, and exits with 3', async () => {
      const env = { ...server.env, WORKFLOW_RUNS_TOKEN: 'wrong' };

      expect(await program.run(['list'], { env })).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringContaining(
          'does not accept the token of WORKFLOW_RUNS_TOKEN',
        ),
      });
      expect(await program.run(['list'])).toMatchObject({
        code: 3,
        stderr: expect.stringContaining(
          'Set WORKFLOW_RUNS_TOKEN and WORKFLOW_RUNS_URL',
        ),
      });
    });

    it('says as JSON what is wrong, where JSON is wanted', async () => {
      const { code, stdout, stderr } = await built('show', 'none', '--json');

      expect([code, stdout]).toEqual([4, '']);
      expect(JSON.parse(stderr)).toMatchObject({
        error: {
          exitCode: 4,
          status: 404,
          message: expect.stringContaining("'none'"),
        },
      });
    });

    it('exits with 6 where the server is away, or is none', async () => {
      const page = createServer((_, response) => response.end('<html>'));
      await new Promise<void>(resolve => {
        page.listen(0, '127.0.0.1', resolve);
      });
      const { port } = page.address() as AddressInfo;
      const asked = () => built('list', '--url', `http://127.0.0.1:${port}`);
      const odd = await asked();
      await new Promise(resolve => {
        page.close(resolve);
      });

      expect(odd).toMatchObject({
        code: 6,
        stderr: expect.stringContaining(
          'does not answer as a Backstage backend does',
        ),
      });
      expect(await asked()).toMatchObject({
        code: 6,
        stderr: expect.stringContaining('ECONNREFUSED'),
      });
    });

    it('refuses what is too large, as the server says it', async () => {
      const stdin = JSON.stringify({ name: 'x'.repeat(10_000_000) });
      const outcome = await program.run(['launch', 'greet', '-f', '-'], {
        env: server.env,
        stdin,
      });

      expect(outcome).toMatchObject({ code: 2, stdout: '' });
      expect(outcome.stderr).toMatch(/too large/);
    });

    it('ends without a word where nobody reads on, and not as if all were well', async () => {
      // It has closed its end long before there is an answer.
      const outcome = await program.runBefore(':', ['list', '--json'], {
        env: server.env,
      });

      expect(outcome).toEqual({ code: 141, stdout: '', stderr: '' });
    });

    it('completes words, and prints what each shell needs for that', async () => {
      expect(
        (await built('completion', 'complete', '--', 'webhooks', 'li')).stdout,
      ).toMatch(/^list\t/);
      const bash = `source <(node ${program.file} completion bash); workflow-runs() { node ${program.file} "$@"; }; COMP_WORDS=(workflow-runs list --sta); COMP_CWORD=2; _workflow_runs; echo "\${COMPREPLY[@]}"`;
      expect((await outcomeOf('bash', ['-c', bash])).stdout).toBe(
        '--status --started-by\n',
      );
      for (const shell of ['zsh', 'fish']) {
        expect((await built('completion', shell)).stdout).toContain(
          'workflow-runs completion complete',
        );
      }
    });

    it('shows help with examples, and its version, without asking anybody', async () => {
      const help = await program.run(['launch', '--help']);

      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain('# Launch, and wait for the outcome');
      expect((await program.run(['--version'])).stdout).toMatch(
        /^\d+\.\d+\.\d+\n$/,
      );
      expect((await program.run([])).code).toBe(2);
    });
  });
});
