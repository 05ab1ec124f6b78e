import { makeRuns } from './makeRuns';
import { Row, SeededRun } from './SeededRun';

/** The newest runs have steps; so has whatever is open. */
const WITH_STEPS = 2_000;
const STEPS = 5;

/** The newest run is a long one: so many steps, each with two attempts. */
const LONG_STEPS = 1_000;
const LONG_ATTEMPTS = 2;

/** Id of the run with a thousand steps. */
export function longRunId(runs: number): string {
  return makeRuns(runs)(runs - 1).id;
}

export function stepRows(
  run: SeededRun,
  { index, runs }: { index: number; runs: number },
): Row[] {
  const isLong = index === runs - 1;
  const isOpen = run.row.completed_at === null && run.status !== 'queued';
  if (!isLong && !isOpen && index < runs - WITH_STEPS) return [];
  const count = isLong ? LONG_STEPS : STEPS;
  return Array.from({ length: count }, (_, step): Row => {
    const isUnderWay = isOpen && !isLong && step === count - 1;
    const startedAt = run.orderedAt + 50 + step * 20;
    return {
      run_id: run.id,
      step_key: `step_${step}`,
      item_index: -1,
      id: `stp_${run.id.slice(4)}_${step}`.slice(0, 40),
      step_number: step + 1,
      name: `Step ${step}`,
      type: 'tool',
      status: isUnderWay ? 'running' : 'completed',
      depends_on: JSON.stringify(step === 0 ? [] : [`step_${step - 1}`]),
      attempts: isLong ? LONG_ATTEMPTS : 1,
      started_at: startedAt,
      attempt_started_at: startedAt,
      completed_at: isUnderWay ? null : startedAt + 15,
      duration_ms: isUnderWay ? null : 15,
      handler: 'call@1',
      retry_policy: JSON.stringify({ kind: 'none' }),
      updated_at: startedAt + 15,
    };
  });
}

export function attemptRows(step: Row): Row[] {
  return Array.from({ length: step.attempts as number }, (_, attempt): Row => {
    const isLast = attempt === (step.attempts as number) - 1;
    const startedAt = (step.started_at as number) + attempt * 7;
    const isUnderWay = isLast && step.completed_at === null;
    const ended = isLast ? step.status : 'failed';
    return {
      run_id: step.run_id,
      step_key: step.step_key,
      item_index: -1,
      generation: 0,
      number: attempt + 1,
      status: ended,
      expected: attempt === 0 ? null : true,
      worker: 'wrk_1',
      started_at: startedAt,
      completed_at: isUnderWay ? null : startedAt + 7,
      duration_ms: isUnderWay ? null : 7,
      error_category: isLast ? null : 'transient',
      error_code: isLast ? null : 'http_429',
      error_message: isLast ? null : 'The call has failed: http_429',
    };
  });
}

export function stateRows(run: SeededRun): Row[] {
  const states = ['queued', 'running', run.status];
  return states.map((status, index) => ({
    run_id: run.id,
    number: index * 2 + 1,
    generation: 0,
    status,
    entered_at: run.orderedAt + index * 40,
  }));
}
