import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';
import { BuiltProgram } from '../../__testUtils__/builtProgram';
import { Cable } from '../../__testUtils__/Cable';
import { keys, PseudoTerminal } from '../../__testUtils__/PseudoTerminal';
import { Talks } from '../../__testUtils__/talk';
import { TestServer, TOKEN, USER_TOKEN } from '../../__testUtils__/TestServer';

jest.setTimeout(90_000);

const talks = new Talks();
let server: TestServer;
let program: BuiltProgram;
const open: { kill(): void }[] = [];

beforeAll(async () => {
  [server, program] = await Promise.all([
    TestServer.start(talks.add),
    BuiltProgram.build(),
  ]);
});
afterEach(() => {
  for (const each of open.splice(0)) each.kill();
});
afterAll(async () => {
  await server?.stop();
});

function client(): WorkflowRunsClient {
  return new WorkflowRunsClient({
    discoveryApi: { getBaseUrl: async () => `${server.url}/api/workflow-runs` },
    fetchApi: { fetch },
  });
}

async function launch(): Promise<string> {
  const request = { workflow: 'embedded/talk', input: { to: 'you' } };
  const { runId } = await client().launch(request, { token: TOKEN });
  return runId;
}

const environment = (over: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: '/nowhere',
  ...server.env,
  ...over,
});

function terminal(
  args: string[],
  options: { columns?: number; env?: NodeJS.ProcessEnv } = {},
): PseudoTerminal {
  const opened = new PseudoTerminal({
    command: 'node',
    args: [program.file, ...args],
    columns: options.columns,
    env: environment(options.env),
  });
  open.push(opened);
  return opened;
}

/** The program with its output in a pipe, and what it has printed so far. */
function piped(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child: ChildProcess = spawn('node', [program.file, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  open.push(child);
  const printed = { stdout: '', stderr: '' };
  child.stdout!.on('data', text => {
    printed.stdout += text;
  });
  child.stderr!.on('data', text => {
    printed.stderr += text;
  });
  const code = new Promise(resolve => child.on('close', resolve));
  const until = async (fits: () => boolean) => {
    while (!fits()) {
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
  };
  return { child, printed, code, until };
}

describe('logs', () => {
  it('prints each line once through a connection that is cut twice, says so, and ends as the run does', async () => {
    const cable = await Cable.to(server.port);
    const runId = await launch();
    const talk = await talks.of(runId);
    const log = piped(['logs', runId, '--follow', '--json'], {
      WORKFLOW_RUNS_URL: cable.url,
    });
    await log.until(() => log.printed.stdout.includes('Hello you'));
    for (const time of [1, 2]) {
      talk.say(`before cut ${time}`);
      await log.until(() => log.printed.stdout.includes(`before cut ${time}`));
      await cable.cut();
      talk.say(`while cut ${time}`);
      await log.until(
        () => log.printed.stderr.split('trying again').length > time,
      );
      await cable.mend();
      await log.until(() => log.printed.stdout.includes(`while cut ${time}`));
    }
    talk.say('last words');
    talk.fail('Enough');
    expect(await log.code).toBe(1);
    await cable.cut();

    const lines = log.printed.stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    const said = lines.map(({ msg }) => msg);
    expect(said.filter((msg: string) => /cut|words/.test(msg))).toEqual([
      'before cut 1',
      'while cut 1',
      'before cut 2',
      'while cut 2',
      'last words',
    ]);
    expect(new Set(said).size).toBe(said.length);
    expect(lines.find(({ msg }) => msg === 'Hello you')).toEqual({
      ts: expect.stringMatching(/^\d{4}-.*Z$/),
      level: 'info',
      run_id: runId,
      step_id: 'greet',
      state: 'completed',
      msg: 'Hello you',
    });
    expect(log.printed.stderr).toContain('The connection is back');
  });

  it('prints the end of a log, some of it, and a file that was not there', async () => {
    const runId = await launch();
    const talk = await talks.of(runId);
    talk.say('middle');
    talk.end();
    expect(
      (await program.run(['logs', runId, '-f'], { env: server.env })).code,
    ).toBe(0);
    const run = (...args: string[]) =>
      program.run(['logs', runId, ...args], { env: server.env });

    const [tail, warnings, ofSteps, missing] = await Promise.all([
      run('--tail', '1'),
      run('--level', 'warn'),
      run('--step', 'greet,speak'),
      program.run(['logs', 'nope', '-f'], { env: server.env }),
    ]);
    expect(tail.stdout).toMatch(/^\S+Z WARN {2}leave·1 Bye\n$/);
    expect(warnings.stdout).toMatch(/^.* Bye\n$/);
    expect(ofSteps.stdout).toMatch(/Hello you\n.* middle\n$/);
    expect(missing.code).toBe(4);
    const folder = await mkdtemp(join(tmpdir(), 'logs-'));
    const file = join(folder, 'run.log');
    try {
      expect((await run('--output', file)).stdout).toBe('');
      const content = await readFile(file, 'utf8');
      expect(content).toContain('middle');
      const again = await run('--output', file);
      expect(again.code).toBe(2);
      expect(again.stderr).toContain('is there already');
      expect(await readFile(file, 'utf8')).toBe(content);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('ends without a word when nobody reads on', async () => {
    const runId = await launch();
    const talk = await talks.of(runId);
    const log = piped(['logs', runId, '--follow']);
    await log.until(() => log.printed.stdout.includes('Hello you'));
    log.child.stdout!.destroy();
    talk.say('to nobody');
    expect(await log.code).toBe(0);
    expect(log.printed.stderr).toBe('');
    talk.end();
  });
});

describe('monitor', () => {
  it('shows runs, then one of them as it goes on, cancels it once that is confirmed, and leaves the terminal as it was', async () => {
    const runId = await launch();
    const talk = await talks.of(runId);
    const seen = terminal(['monitor', '--status', 'running'], {
      env: { WORKFLOW_RUNS_TOKEN: USER_TOKEN },
    });
    await seen.until(text => /● Running +Talk at length/.test(text));
    expect(seen.isAlternate).toBe(true);
    expect(seen.screen()).toContain('Workflow runs  status=running');

    seen.press(keys.enter);
    await seen.until(text => /● Say what there is to say +Running/.test(text));
    await seen.until(text => /info +greet +Hello you/.test(text));
    await seen.until(text => text.includes('● Live'));
    expect(seen.screen()).toContain('50 %  Half of');
    expect(seen.screen()).toContain('SLA on track');
    talk.say('on screen at once');
    await seen.until(text => /speak +on screen at once/.test(text));

    seen.press('c');
    await seen.until(text => text.includes('Cancel, and roll back'));
    seen.press('y');
    await seen.until(text => /⊘ Canceled$/m.test(text));
    seen.press('q');
    expect(await seen.exitCode).toBe(0);
    await seen.until(text => text.includes(`Talk at length  ${runId}`));
    expect(seen.isAlternate).toBe(false);
    // The cursor is back.
    expect(seen.written.lastIndexOf('\x1b[?25h')).toBeGreaterThan(
      seen.written.lastIndexOf('\x1b[?25l'),
    );
  });

  it('fits into 50 columns and whatever comes after, without colours where none are wanted, and ends by Ctrl-C', async () => {
    const runId = await launch();
    const talk = await talks.of(runId);
    const seen = terminal(['monitor', runId], {
      columns: 50,
      env: { NO_COLOR: '1' },
    });
    await seen.until(text => /● Say what there.* +Running/.test(text));
    expect(seen.screen()).toMatch(/q quit +● \w+$/);
    expect(
      seen
        .cells()
        .flat()
        .every(cell => cell.colour === undefined),
    ).toBe(true);
    seen.resize(120, 30);
    await seen.until(
      text => text.includes('Half of it') && text.split('\n').length === 30,
    );
    const drawn = seen.written.length;
    talk.say('one more line');
    await seen.until(text => text.includes('one more line'));
    // What did not change is not written again.
    expect(seen.written.slice(drawn)).not.toContain('Talk at length');
    seen.press(keys.ctrlC);
    expect(await seen.exitCode).toBe(130);
    expect(seen.isAlternate).toBe(false);
    talk.end();
  });

  it('prints a line for each change where nobody sees a screen, and ends with the run', async () => {
    const runId = await launch();
    const talk = await talks.of(runId);
    const monitor = piped(['monitor', runId]);
    await monitor.until(() => monitor.printed.stdout.includes('speak running'));
    talk.end();
    expect(await monitor.code).toBe(0);
    const lines = monitor.printed.stdout.trim().split('\n');
    expect(lines).toContainEqual(
      expect.stringMatching(
        new RegExp(`^\\S+Z ${runId} speak completed \\S.* s$`),
      ),
    );
    expect(lines.at(-1)).toMatch(
      new RegExp(`^\\S+Z ${runId} - completed embedded/talk · 3/3 · 100 %`),
    );
    expect(new Set(lines).size).toBe(lines.length);
  });
});

describe('launch', () => {
  it('asks for what the workflow takes, explains what does not fit, and shows the run until its end', async () => {
    const seen = terminal(['launch', 'talk', '--wait']);
    await seen.until(text => text.includes('To: Who listens'));
    seen.press(keys.enter);
    await seen.until(text => text.includes('It is required'));
    seen.press(`somebody${keys.enter}`);
    await seen.until(text => text.includes('turns'));
    seen.press(`0${keys.enter}`);
    await seen.until(text => text.includes('It has to be 1 or more'));
    seen.press(`\x7f2${keys.enter}`);
    await seen.until(text => text.includes('tone (optional)'));
    seen.press(`${keys.down}${keys.enter}`);
    await seen.until(text => /● Say what there is to say +Running/.test(text));

    const { items } = await client().call(
      'listRuns',
      { query: { limit: 1 } },
      { token: TOKEN },
    );
    const payloads = await client().call(
      'listPayloads',
      { params: { runId: items[0].id } },
      { token: TOKEN },
    );
    expect(payloads.items[0].value).toEqual({
      to: 'somebody',
      turns: 2,
      tone: 'cool',
    });
    (await talks.of(items[0].id)).fail('Lost for words');
    expect(await seen.exitCode).toBe(1);
    await seen.until(text => text.includes(`✗ Failed  Talk at length`));
    expect(seen.isAlternate).toBe(false);
  });

  it('asks nothing of a program', async () => {
    const { code, stderr } = await program.run(['launch', 'talk'], {
      env: server.env,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('to');
  });
});
