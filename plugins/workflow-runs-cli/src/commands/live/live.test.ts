import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';
import { aPerson } from '../../__testUtils__/person';
import { surroundingsFor } from '../../__testUtils__/terminal';
import { BuiltProgram } from '../../__testUtils__/builtProgram';
import { Cable } from '../../__testUtils__/Cable';
import { keys, PseudoTerminal } from '../../__testUtils__/PseudoTerminal';
import { Talks } from '../../__testUtils__/talk';
import { type ExitCode } from '../../exitCodes';
import {
  followAndPrintLog,
  printLog,
  type PrintLogOptions,
} from '../../follow/printLog';
import { watch } from '../../monitor/watch';
import { Output, type OutputMode } from '../../output/Output';
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

function client(token = TOKEN): WorkflowRunsClient {
  return new WorkflowRunsClient({
    discoveryApi: { getBaseUrl: async () => `${server.url}/api/workflow-runs` },
    fetchApi: {
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          headers: { ...init?.headers, Authorization: `Bearer ${token}` },
        }),
    },
  });
}

/** Something that prints, within this process, and what it has printed. */
async function printing(
  mode: OutputMode,
  print: (output: Output) => Promise<ExitCode>,
) {
  const { printed, ...surroundings } = surroundingsFor({ env: {} });
  const code = await print(new Output({ mode, ...surroundings }));
  return { code, ...printed() };
}

async function launch(): Promise<string> {
  const request = { workflow: 'embedded/talk', input: { to: 'you' } };
  const { runId } = await client().launch(request);
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
    const signal = new AbortController().signal;
    const logs = (
      options: Partial<PrintLogOptions>,
      print = printLog,
      mode: OutputMode = 'text',
    ) =>
      printing(mode, output =>
        print(client(), runId, {
          selection: {},
          tail: undefined,
          file: undefined,
          output,
          signal,
          ...options,
        }),
      );
    expect(await logs({ tail: 2 }, followAndPrintLog)).toMatchObject({
      code: 0,
      stderr: '',
    });

    const [tail, warnings, ofSteps] = await Promise.all([
      logs({ tail: 1 }),
      logs({ selection: { level: ['warn'] }, tail: 5 }),
      logs({ selection: { step: ['greet', 'speak'] } }),
    ]);
    expect(tail.stdout).toMatch(/^\S+Z WARN {2}leave·1 Bye\n$/);
    expect(warnings.stdout).toMatch(/^.* Bye\n$/);
    expect(ofSteps.stdout).toMatch(/Hello you\n.* middle\n$/);
    const folder = await mkdtemp(join(tmpdir(), 'logs-'));
    const file = join(folder, 'run.log');
    try {
      expect((await logs({ file }, printLog, 'json')).stdout).toBe('');
      const content = await readFile(file, 'utf8');
      expect(content).toContain('middle');
      await expect(logs({ file })).rejects.toMatchObject({
        message: expect.stringContaining('is there already'),
        exitCode: 2,
      });
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
    expect(await log.code).toBe(141);
    expect(log.printed.stderr).toBe('');
    talk.end();
  });
});

describe('monitor', () => {
  it('shows runs, then one of them as it goes on, cancels it once that is confirmed, and goes back', async () => {
    const runId = await launch();
    const talk = await talks.of(runId);
    const seen = aPerson();
    const { stdin, stdout } = seen;
    const code = watch(client(USER_TOKEN), {
      watched: { query: { status: 'running' }, title: 'status=running' },
      output: new Output({
        mode: 'text',
        stdout,
        stderr: stdout,
        env: { NO_COLOR: '1' },
      }),
      stdin,
      stdout,
      signal: new AbortController().signal,
    });
    await seen.until(text => /● Running +Talk at length/.test(text));
    await seen.until(text => text.includes('Workflow runs  status=running'));

    seen.press(keys.enter);
    await seen.until(text => /● Say what there is to say +Running/.test(text));
    await seen.until(text => /info +greet +Hello you/.test(text));
    await seen.until(text => text.includes('● Live'));
    await seen.until(text => text.includes('50 %  Half of it'));
    await seen.until(text => text.includes('SLA on track'));
    talk.say('on screen at once');
    await seen.until(text => /speak +on screen at once/.test(text));

    seen.press('c');
    await seen.until(text => text.includes('Cancel, and roll back'));
    seen.press('y');
    await seen.until(text => /⊘ Canceled$/m.test(text));
    seen.press('h');
    await seen.until(text => text.includes('No runs fit'));
    seen.press('q');
    expect(await code).toBe(0);
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
    await seen.until(text =>
      text.includes(`Talk at length  ${runId.slice(0, 8)}`),
    );
    expect(seen.isAlternate).toBe(false);
    // The cursor is back.
    expect(seen.written.lastIndexOf('\x1b[?25h')).toBeGreaterThan(
      seen.written.lastIndexOf('\x1b[?25l'),
    );
    talk.end();
  });

  it('prints a line for each change where nobody sees a screen, and ends with the run', async () => {
    const runId = await launch();
    const talk = await talks.of(runId);
    const { printed, ...surroundings } = surroundingsFor({ env: {} });
    const monitor = watch(client(), {
      watched: { runId, endsWithRun: false },
      output: new Output({ mode: 'text', ...surroundings }),
      ...surroundings,
      signal: new AbortController().signal,
    });
    while (!printed().stdout.includes('speak running')) {
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
    talk.end();
    expect(await monitor).toBe(0);
    const lines = printed().stdout.trim().split('\n');
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

    const { items } = await client().call('listRuns', { query: { limit: 1 } });
    const payloads = await client().call('listPayloads', {
      params: { runId: items[0].id },
    });
    expect(payloads.items[0].value).toEqual({
      to: 'somebody',
      turns: 2,
      tone: 'cool',
    });
    (await talks.of(items[0].id)).fail('Lost for words');
    expect(await seen.exitCode).toBe(1);
    await seen.until(text => text.includes('✗ Failed  Talk at length'));
  });

  it('asks nothing of a program', async () => {
    const { code, stderr } = await program.run(['launch', 'talk'], {
      env: server.env,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('to');
  });
});
