import { RunFact, StepStatus } from 'backstage-plugin-workflow-runs-common';
import { isSettled } from 'backstage-plugin-workflow-runs-common/machine';

type Row = Record<string, any>;

/**
 * What happens to a run that is canceled although nobody can read its values: whatever has not settled
 * is over, and nothing is rolled back, for nobody knows what it has put out. The machine decides that of
 * runs that can be read; this knows only rows.
 *
 * @param states - the run's statuses, in their order
 */
export function writeOff(
  { run, states, steps }: { run: Row; states: Row[]; steps: Row[] },
  { at, reason, actor }: { at: number; reason: string | null; actor: string },
): RunFact[] {
  const { generation } = run;
  const since = (then: unknown) =>
    then === null || then === undefined ? 0 : Math.max(0, at - Number(then));
  const started = states.find(
    state => state.generation === generation && state.status === 'running',
  );
  const everyFact = { at, generation };
  const settled = steps.flatMap((row): RunFact[] => {
    const { step_key: step, item_index: item, attempts } = row;
    const from: StepStatus = row.status;
    const place = { ...everyFact, step, item, from };
    if (from === 'pending') {
      return item < 0
        ? [{ ...place, type: 'step.skipped', reason: 'run_canceled' }]
        : [];
    }
    if (isSettled(from) && !row.held) return [];
    return [
      {
        ...place,
        type: 'step.canceled',
        attempt: attempts || null,
        attemptMs: from === 'running' ? since(row.attempt_started_at) : 0,
        durationMs: since(row.started_at),
      },
    ];
  });
  return [
    {
      ...everyFact,
      type: 'run.canceling',
      from: run.status,
      fromMs: since(states.at(-1)?.entered_at),
      reason,
      actor,
    },
    ...settled,
    {
      ...everyFact,
      type: 'run.canceled',
      from: 'canceling',
      fromMs: 0,
      durationMs: since(started?.entered_at),
    },
  ];
}
