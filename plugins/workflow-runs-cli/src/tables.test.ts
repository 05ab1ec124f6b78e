import { surroundingsFor } from './__testUtils__/terminal';
import { runSingleCommand } from './cli/program';
import { runCommand } from './cli/runCommand';
import { commands } from './commands';
import type { Connection } from './connection/Connection';

/** Runs a command with answers that a backend of the tests never has, by operation. */
async function told(
  line: string,
  answers: Record<string, unknown>,
  options: { columns?: number } = {},
) {
  const words = line.split(' ');
  const definition = commands.find(({ path }) =>
    path.every((part, index) => words[index] === part),
  )!;
  const surroundings = surroundingsFor({
    env: { NO_COLOR: '1' },
    ...options,
  });
  const call = async (id: string, input: object) => {
    const answer = answers[id];
    if (typeof answer === 'function') return answer(input);
    if (id in answers) return answer;
    throw new Error(`Nothing is answered to ${id}`);
  };
  const code = await runSingleCommand({
    usage: `backstage-cli workflow-runs ${definition.path.join(' ')}`,
    definition,
    args: words.slice(definition.path.length),
    surroundings,
    execute: (parsed, around) =>
      runCommand(
        parsed,
        around,
        async () => ({ client: { call } } as unknown as Connection),
      ),
  });
  return { code, ...surroundings.printed() };
}
interface ListQuery {
  limit?: number;
  token?: string;
  after?: string;
}
const at = '2026-05-02T12:00:00.000Z';
const workflow = { ref: 'temporal/ship' };

describe('what is told of', () => {
  it('engines elsewhere', async () => {
    const engine = {
      id: 'temporal',
      title: 'Temporal',
      state: 'backing_off',
      syncedAt: at,
      isStale: true,
      lastError: 'It does not answer',
    };

    expect(
      (await told('engines', { listEngines: { items: [engine] } })).stdout,
    ).toBe(`temporal\tTemporal\tbacking_off\t${at}\tyes\tIt does not answer\n`);
    expect(
      (await told('engines -q', { listEngines: { items: [engine] } })).stdout,
    ).toBe('temporal\n');
    expect(
      (await told('sync --engine temporal', { syncEngine: engine })).stdout,
    ).toBe('temporal backing_off\n');
    expect(
      (await told('sync run_1', { syncRun: { syncedAt: at, problem: null } }))
        .stdout,
    ).toBe(`run_1 is known as of ${at}\n`);
  });

  it('tracing tools and log stores', async () => {
    const source = {
      provider: 'tempo',
      outcome: 'found',
      message: null,
      isCut: true,
    };
    const span = {
      name: 'GET /orders',
      service: 'orders',
      status: 'ok',
      durationNs: '2500000',
    };
    const down = {
      ...source,
      outcome: 'down',
      message: 'It is away',
      isCut: false,
      spans: [],
      lines: [],
    };

    expect(
      await told('traces run_1', {
        getTraces: { sources: [{ ...source, spans: [span] }, down] },
      }),
    ).toEqual({
      code: 0,
      stdout: 'GET /orders\torders\tok\t3ms\n',
      stderr:
        'tempo has more than is shown.\ntempo: It is away\ntempo has no spans.\n',
    });
    expect(
      (
        await told('external-logs run_1', {
          getExternalLogs: {
            sources: [
              {
                ...source,
                lines: [{ atNs: '1777723200000000000', message: 'hello' }],
              },
            ],
          },
        })
      ).stdout,
    ).toBe(`${at} hello\n`);
  });

  it('what runs elsewhere can be told and asked, and have recorded', async () => {
    const handler = { name: 'setRate', description: null };
    const handlers = { signals: [], updates: [handler], queries: [handler] };

    expect(
      (await told('handlers run_1', { listHandlers: handlers })).stdout,
    ).toBe('update\tsetRate\t\nquery\tsetRate\t\n');
    expect(
      (await told('query run_1 rate 1', { queryRun: { value: 5 } })).stdout,
    ).toBe('5\n');
    expect(
      (
        await told('update run_1 setRate -i {"to":5}', {
          updateRun: { runId: 'run_1', result: { was: 4 } },
        })
      ).stdout,
    ).toBe('{\n  "was": 4\n}\n');
    expect(
      (
        await told('terminate run_1', {
          terminateRun: {
            runId: 'run_1',
            newStatus: 'canceled',
            message: 'ok',
          },
        })
      ).stdout,
    ).toBe('run_1 canceled: ok\n');
    expect(
      (
        await told('retry-plan run_1 --from load', {
          getRetryPlan: {
            becomes: 'new_run',
            again: ['load'],
            kept: [],
            notes: ['It is reset.'],
          },
        })
      ).stdout,
    ).toBe('becomes  a new run\nagain    load\nIt is reset.\n');
    expect(
      await told('native-history run_1', {
        getNativeHistory: { events: [{ eventId: '1' }], nextCursor: 'next' },
      }),
    ).toMatchObject({
      stdout: '{"eventId":"1"}\n',
      stderr: 'There are more: --cursor next\n',
    });
  });

  it('objectives', async () => {
    const slo = {
      objective: 'success_rate',
      environment: 'prod',
      target: 0.99,
      share: 0.95,
      budget: { leftShare: -4 },
      severity: 'exhausted',
    };
    const row =
      'temporal/ship\tsuccess_rate\tprod\t99.0 %\t95.0 %\t-400.0 %\texhausted\n';

    expect(
      (
        await told('slos list', {
          listSlos: { items: [{ workflow, slos: [slo] }] },
        })
      ).stdout,
    ).toBe(row);
    expect(
      (
        await told('slos list -q', {
          listSlos: { items: [{ workflow, slos: [slo] }] },
        })
      ).stdout,
    ).toBe('temporal/ship\n');
    expect(
      (
        await told('slos show temporal/ship', {
          getWorkflowSlos: { workflow, slos: [slo] },
        })
      ).stdout,
    ).toBe(row);
  });

  it('alerts that fire, have fired, and would have', async () => {
    const firing = {
      id: 'alert_1',
      name: 'Declines',
      severity: 'critical',
      since: at,
      runbookUrl: null,
    };
    const episode = {
      id: 'ep_1',
      firedAt: at,
      resolvedAt: null,
      value: 30,
      worst: 40,
      resolvedBy: null,
      end: null,
      note: null,
    };

    expect(
      (await told('alerts firing', { listFiringAlerts: { items: [firing] } }))
        .stdout,
    ).toBe(`alert_1\tDeclines\tcritical\t${at}\t\n`);
    expect(
      await told('alerts episodes alert_1', {
        listAlertEpisodes: { items: [episode], nextAfter: 'ep_1' },
      }),
    ).toMatchObject({
      stdout: `${at}\t\t30\t40\t\t\n`,
      stderr: 'There are more: --after ep_1\n',
    });
    expect(
      (
        await told('alerts preview', {
          previewAlertRule: { episodes: [episode], from: at, to: at },
        })
      ).stdout,
    ).toBe(`${at}\tnow\t30\n`);
  });

  it('what would be deleted, and what was', async () => {
    const amount = {
      class: 'logs',
      tenantId: 'default',
      status: 'failed',
      runs: 2,
      rows: 10,
      bytes: 2_000,
    };
    const held = [{ runs: 1, reason: 'legal_hold', tag: 'hold' }];
    const job = {
      id: 'ret_1',
      status: 'completed',
      progress: 1,
      lookedAt: 3,
      deleted: [amount],
      errors: ['One stays'],
    };

    expect(
      await told('retention preview', {
        getRetention: { policies: [], legalHoldTags: [], revision: 0 },
        previewRetention: { amounts: [amount], held, isPartial: true },
      }),
    ).toEqual({
      code: 0,
      stdout:
        'logs\tdefault\tfailed\t2\t10\t2.0 kB\n1 runs stay: legal_hold (hold)\n',
      stderr: 'There are more runs than were looked at.\n',
    });
    expect(
      (await told('retention job ret_1', { getRetentionJob: job })).stdout,
    ).toContain('One stays\n');
    expect(
      (await told('retention abort ret_1', { abortRetentionJob: job })).stdout,
    ).toBe('ret_1 completed: 100 %, 3 runs looked at\n');
  });

  it('bulk jobs that go on, and what they refuse', async () => {
    const job = {
      id: 'bulk_1',
      status: 'aborting',
      counts: { done: 1, total: 2 },
    };

    expect(
      (await told('bulk abort bulk_1 -r enough', { abortBulkJob: job })).stdout,
    ).toBe('bulk_1 aborting: 1 of 2 done\n');
    expect(
      (await told('bulk resume bulk_1', { resumeBulkJob: job })).stdout,
    ).toContain('bulk_1');
    expect(
      (
        await told('bulk preview assign --run run_1 --assign-to none', {
          previewBulkJob: {
            total: 2,
            allowed: 1,
            refused: [{ count: 1, reason: 'It has ended' }],
            sample: [],
          },
        })
      ).stdout,
    ).toBe('1 of 2 runs\n1\tIt has ended\n');
  });

  it('who can see a run', async () => {
    const grants = [
      {
        ref: 'user:default/ada',
        role: 'viewer',
        by: 'role',
        permissions: ['a', 'b'],
      },
    ];
    const principal = {
      ref: 'user:default/ada',
      memberOf: ['group:default/data'],
      grants,
    };

    expect(
      (
        await told('access run_1 --principal user:default/ada', {
          explainAccess: { grants, principal, limits: [] },
        })
      ).stdout,
    ).toBe(
      'user:default/ada, of group:default/data\nuser:default/ada\tviewer\trole\t2\n',
    );
  });

  it('a value that is revealed', async () => {
    expect(
      (
        await told('reveal run_1 abc -r why', {
          revealValue: { value: { a: 1 } },
        })
      ).stdout,
    ).toBe('{\n  "a": 1\n}\n');
  });

  it('steps on several pages, whole', async () => {
    const step = {
      stepNumber: 1,
      stepKey: 'load',
      itemIndex: 2,
      status: 'running',
      attempts: 1,
      type: 'map',
    };
    let page = 0;
    const answers = {
      get listSteps() {
        page += 1;
        return { items: [step], nextAfter: page === 1 ? 'load' : null };
      },
    };

    expect((await told('steps run_1', answers)).stdout).toBe(
      '1\tload[2]\trunning\t1\t\tmap\t\n'.repeat(2),
    );
  });

  it('decisions where several steps wait, or none', async () => {
    const open = (stepKey: string) => ({
      stepKey,
      decision: null,
      decidedAt: null,
    });

    expect(
      await told('approve run_1', {
        listDecisions: { items: [open('a'), open('b')] },
      }),
    ).toMatchObject({
      code: 2,
      stderr:
        'error: Several steps wait: a, b\nhint: Name one behind the run\n',
    });
    expect(
      await told('reject run_1', { listDecisions: { items: [] } }),
    ).toMatchObject({ code: 5 });
  });
});

describe('a command within the Backstage CLI', () => {
  it('has help under the name that it has there', async () => {
    const { stdout } = await told('list --help', {});

    expect(stdout).toContain('Usage: backstage-cli workflow-runs list');
    expect(stdout).toContain(
      '\n  backstage-cli workflow-runs list --status failed',
    );
  });

  it('refuses what it does not know', async () => {
    expect(await told('steps', {})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("missing required argument 'run'"),
    });
  });
});

describe('ids', () => {
  /** Two runs or notes a page, of three. */
  const pages = {
    listRuns: ({ query: { limit, token } }: { query: ListQuery }) =>
      token
        ? { items: [{ id: 'c' }], nextToken: null }
        : {
            items: [{ id: 'a' }, { id: 'b' }].slice(0, limit),
            nextToken: 'on',
          },
    listBulkJobs: ({ query }: { query: ListQuery }) =>
      query.after
        ? { items: [{ id: 'c' }], nextAfter: null }
        : { items: [{ id: 'a' }, { id: 'b' }], nextAfter: 'on' },
  };

  it.each([
    ['list -q', 'a\nb\nc\n'],
    ['list -q --limit 1', 'a\n'],
    ['bulk list -q', 'a\nb\nc\n'],
    ['bulk list -q --limit 2', 'a\nb\n'],
  ])(
    'of `%s` are all there are, unless a limit is given',
    async (line, ids) => {
      expect(await told(line, pages)).toEqual({
        code: 0,
        stdout: ids,
        stderr: '',
      });
    },
  );
});
