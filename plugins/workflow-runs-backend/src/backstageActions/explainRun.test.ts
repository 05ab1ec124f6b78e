import {
  Attempt,
  FailureGroupDetail,
  RunDetail,
} from 'backstage-plugin-workflow-runs-common';
import { exportedStep } from '../exports/__testUtils__/source';
import { Answers, answerOf, aRunInDetail } from './__testUtils__/answerOf';
import { explainRun } from './explainRun';

const AT = '2026-11-21T10:15:00.000Z';
const error = {
  stepKey: 'fetch',
  category: 'external_api',
  code: '503',
  message: 'no answer',
} as const;
const attempt = (number: number): Attempt =>
  ({
    stepKey: 'fetch',
    itemIndex: -1,
    generation: 0,
    number,
    status: 'failed',
    expected: number > 1 ? true : null,
    startedAt: AT,
    durationMs: 5,
    error,
  } as Partial<Attempt> as Attempt);
const group = {
  id: 'fgr_1',
  state: 'open',
  firstSeen: AT,
  lastSeen: AT,
  seen: { count: 7, isMore: true },
  failed: { count: 2, isMore: false },
  runbook: { url: 'https://runbooks.example/503', of: 'workflow' },
  samples: Array(9).fill({ runId: 'run_2', failedAt: AT }),
} as unknown as FailureGroupDetail;

const world = (run: RunDetail, over: Answers = {}): Answers => ({
  getRun: run,
  listSteps: { items: [exportedStep({ status: 'failed' })], nextAfter: null },
  listAttempts: { items: [attempt(1), attempt(2)], nextAfter: null },
  listActions: { items: [] },
  listDecisions: { items: [] },
  listLogs: { items: [] },
  ...over,
});
const explain = (run: RunDetail, over?: Answers) =>
  answerOf(explainRun, { runId: run.id }, world(run, over));
const factsOf = async (run: RunDetail, over?: Answers) =>
  (await explain(run, over)).output.facts.map(({ fact }) => fact);

describe('explain-run', () => {
  const failed = (over: Partial<RunDetail> = {}) =>
    aRunInDetail({ status: 'failed', error, ...over });

  it('tells who else fails so, since when, and what to do about it', async () => {
    const failureGroup = { id: 'fgr_1' } as RunDetail['failureGroup'];
    const { output } = await explain(failed({ failureGroup }), {
      getFailureGroup: group,
    });

    expect(output.failureGroup).toMatchObject({ runs: 7, failedNow: 2 });
    expect(output.failureGroup?.recent).toHaveLength(5);
    expect(output.facts.map(({ fact }) => fact)).toEqual([
      'Step fetch (“Fetch orders”) failed for good with external_api (503): no answer',
      'It was tried 2 times: 1 of the retries were by its policy, 0 beyond it',
      'At least 7 runs have failed so, the first on 2026-11-21 10:15:00 UTC, the last on 2026-11-21 10:15:00 UTC; 2 of them are failed now',
      'A runbook says what to do: https://runbooks.example/503',
      'No run of the workflow that you may see went well before it',
    ]);
  });

  it('tells what was rolled back, and what could not be', async () => {
    const facts = await factsOf(failed({ needsIntervention: true }), {
      listSteps: {
        items: [
          exportedStep({ stepKey: 'a', status: 'compensated' }),
          exportedStep({ status: 'failed' }),
        ],
        nextAfter: null,
      },
    });

    expect(facts.slice(2, 4)).toEqual([
      'What 1 step had done was rolled back',
      'What it did could not all be rolled back: somebody has to see to it',
    ]);
  });

  it('looks for complaints of the step that failed, and else for anything that it said', async () => {
    const { asked } = await explain(failed());

    expect(
      asked
        .filter(([route]) => route === 'listLogs')
        .map(([, { query }]) => query),
    ).toEqual([
      { limit: 10, end: 'last', step: 'fetch', level: 'warn,error' },
      { limit: 10, end: 'last', step: 'fetch' },
    ]);
  });

  it('makes do where nobody knows of what it failed', async () => {
    expect(await factsOf(failed({ error: null }))).toEqual([
      'It failed for good with bug: –',
      'It was tried once',
      'No run of the workflow that you may see went well before it',
    ]);
  });

  it('tells of a run that is held what it waits for, and asks for no comparison', async () => {
    const { output, asked } = await explain(
      aRunInDetail({
        status: 'paused',
        completedAt: null,
        blockedReason: 'step_failed',
      }),
    );

    expect(output.facts).toEqual([
      { fact: 'It does not go on: step_failed', evidence: 'run.blockedReason' },
    ]);
    expect(output.story).toContain('is paused');
    expect(asked.map(([route]) => route)).not.toContain('compareRuns');
  });

  it('looks at so many steps and attempts, and says so', async () => {
    const { output } = await explain(failed(), {
      listSteps: { items: [exportedStep()], nextAfter: 'more' },
      listAttempts: {
        items: Array.from({ length: 50 }, (_, i) => attempt(i + 1)),
        nextAfter: null,
      },
    });

    expect(output.attempts.at(-1)?.number).toBe(50);
    expect(output.cut).toEqual([
      'Only the first 5 steps were looked at',
      '30 attempts of 50 left out: these are the last ones',
    ]);
  });

  it('does not take another trouble for a run that never went well', async () => {
    const compareRuns = () => {
      throw new Error('away');
    };

    await expect(explain(failed(), { compareRuns })).rejects.toThrow('away');
  });
});
