import { scenarioOf } from '../scenarios';
import { Evidence, EvidenceRow, groupBy, Launch } from './Evidence';

interface Ended {
  run: EvidenceRow;
  steps: EvidenceRow[];
  /** Whether an operator had it canceled. */
  isCanceled: boolean;
  /** Whether steps were lost so often that it was parked. */
  wasPoisoned: boolean;
}

/** Whether every run has come to the end that its script leads to. */
export function checkOutcomes({
  launches,
  events,
  tables: { runs, steps, actions },
}: Pick<Evidence, 'launches' | 'events'> & {
  tables: Pick<Evidence['tables'], 'runs' | 'steps' | 'actions'>;
}): string[] {
  const runOf = new Map(runs.map(run => [run.id, run]));
  const stepsOf = groupBy(steps, ({ run_id: runId }) => String(runId));
  const canceled = new Set(
    actions
      .filter(
        ({ action, status }) => action === 'cancel' && status === 'completed',
      )
      .map(({ run_id: runId }) => runId),
  );
  const poisoned = new Set(
    events
      .filter(({ fact }) => fact.type === 'run.paused')
      .map(({ runId }) => runId),
  );
  return launches.flatMap(launch => {
    const run = runOf.get(launch.runId ?? '');
    if (!run) return [];
    const id = String(run.id);
    return checkOutcome(launch, {
      run,
      steps: stepsOf.get(id) ?? [],
      isCanceled: canceled.has(id),
      wasPoisoned: poisoned.has(id),
    }).map(problem => `${id} (${launch.workflow}): ${problem}`);
  });
}

function checkOutcome({ workflow, script }: Launch, ended: Ended): string[] {
  const { run, steps, isCanceled, wasPoisoned } = ended;
  const status = String(run.status);
  if (isCanceled) {
    return status === 'canceled' ? [] : [`it was canceled, and is ${status}`];
  }
  const expectation = scenarioOf(workflow).expect(script);
  const allowed: string[] = expectation.statuses.filter(
    expected => expected !== 'canceled',
  );
  if (!allowed.includes(status)) {
    const parked = wasPoisoned ? ', and was parked' : '';
    return [`it is ${status}, and not ${allowed.join(' or ')}${parked}`];
  }
  return steps.flatMap(step => {
    const expected = expectation.steps[String(step.step_key)];
    return !expected || expected === step.status
      ? []
      : [`step ${step.step_key} is ${step.status}, and not ${expected}`];
  });
}
