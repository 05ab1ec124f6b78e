import {
  exportedDecision,
  exportedStep,
} from '../exports/__testUtils__/source';
import { answerOf, aRunInDetail } from './__testUtils__/answerOf';
import { getRun } from './getRun';

describe('get-run', () => {
  it('tells what it waits for, and what may be done', async () => {
    const sla = { status: 'at_risk', targetMs: 1, dueAt: null } as const;
    const run = aRunInDetail(
      { status: 'waiting_human', inputsSummary: { seats: 3 }, sla },
      ['cancel', 'decide'],
    );
    const { output } = await answerOf(
      getRun,
      { runId: run.id },
      {
        getRun: run,
        listSteps: {
          items: [exportedStep(), exportedStep({ itemIndex: 2 })],
          nextAfter: null,
        },
        listDecisions: {
          items: [
            exportedDecision({ show: { long: 'x'.repeat(9_000) } }),
            exportedDecision({ decidedAt: '2026-11-21T10:20:00.000Z' }),
          ],
        },
      },
    );

    expect(output).toMatchObject({
      input: { seats: 3 },
      output: null,
      sla: 'at_risk',
      allowedActions: ['cancel', 'decide'],
      cut: [],
    });
    expect(output.steps.map(({ item }) => item)).toEqual([undefined, 2]);
    expect(output.questions).toHaveLength(1);
    expect(output.questions[0].show).toMatch(/… \(9011 characters in all\)$/);
  });

  it('leaves out steps of a large run, and says so', async () => {
    const step = exportedStep({
      error: { category: 'bug', code: null, message: 'x'.repeat(900) },
    });
    const { output } = await answerOf(
      getRun,
      { runId: 'run_1' },
      {
        getRun: aRunInDetail(),
        listSteps: { items: Array(200).fill(step), nextAfter: 'more' },
        listDecisions: { items: [] },
      },
    );

    expect(JSON.stringify(output).length).toBeLessThan(10_000);
    expect(output.cut).toEqual([
      expect.stringMatching(/^\d+ steps of 200 left out: /),
      'It has more than 200 steps: see the page of the run',
    ]);
  });
});
