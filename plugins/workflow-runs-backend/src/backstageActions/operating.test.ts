import { answerOf } from './__testUtils__/answerOf';
import { BackstageAction } from './BackstageAction';
import { cancelRun } from './cancelRun';
import { decideStep } from './decideStep';
import { launchRun } from './launchRun';
import { pauseRun } from './pauseRun';
import { resumeRun } from './resumeRun';
import { retryRun } from './retryRun';

const result = {
  status: 'accepted',
  runId: 'run_1',
  newStatus: 'running',
  message: 'It is recorded',
};
const reason = 'as Ada said';
const params = { runId: 'run_1' };

describe('what operates a run', () => {
  it.each<[BackstageAction<any, any>, object, string, object]>([
    [pauseRun, { reason }, 'pauseRun', { reason }],
    [resumeRun, { reason }, 'resumeRun', { reason }],
    [cancelRun, { reason }, 'cancelRun', { reason }],
    [
      retryRun,
      { reason, step: 'fetch', item: 2 },
      'retryRun',
      { reason, step: 'fetch', item: 2 },
    ],
    [
      decideStep,
      { reason, step: 'sign', decision: 'approved' },
      'decideStep',
      { note: reason, step: 'sign', decision: 'approved' },
    ],
  ])('$name asks for it with its reason', async (action, said, route, body) => {
    const { output, asked } = await answerOf(
      action,
      { runId: 'run_1', ...said },
      { [route]: result },
    );

    expect(asked).toEqual([[route, { params, body }]]);
    expect(output).toEqual({
      runId: 'run_1',
      url: '/run_1',
      outcome: 'accepted',
      status: 'running',
      message: 'It is recorded',
    });
  });

  it.each([pauseRun, resumeRun, cancelRun, retryRun, decideStep])(
    '$name does nothing without a reason',
    async (action: BackstageAction<any, any>) => {
      const said = { runId: 'run_1', step: 'sign', decision: 'approved' };

      await expect(answerOf(action, said, {})).rejects.toThrow(/reason/);
    },
  );
});

describe('launch-run', () => {
  it('says what is launched, and keeps the key out of it', async () => {
    const { asked } = await answerOf(
      launchRun,
      { workflow: 'embedded/orders', idempotencyKey: 'key', input: { a: 1 } },
      { launch: { ...result, status: 'completed', newStatus: 'queued' } },
    );

    expect(asked).toEqual([
      [
        'launch',
        {
          body: {
            workflow: 'embedded/orders',
            input: { a: 1 },
            environment: 'prod',
            priority: 'normal',
            backfill: false,
          },
        },
      ],
    ]);
  });

  it('does nothing without a key', async () => {
    await expect(
      answerOf(launchRun, { workflow: 'embedded/orders' }, {}),
    ).rejects.toThrow(/idempotencyKey/);
  });
});
