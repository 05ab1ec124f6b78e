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
  const canceled = canceledRuns(runs, events, actions);
  const poisoned = new Set(
    events
      .filter(
        ({ fact }) =>
          fact.type === 'run.paused' && fact.blockedReason === 'poison',
      )
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

/** Runs of which a cancel was granted in the passage that was their last. */
function canceledRuns(
  runs: EvidenceRow[],
  events: Evidence['events'],
  actions: EvidenceRow[],
): Set<unknown> {
  const generations = new Map(runs.map(run => [run.id, run.generation ?? 0]));
  const grantedIn = new Map(
    events.flatMap(({ fact }) =>
      fact.type === 'action.completed'
        ? [[fact.actionId, fact.generation] as const]
        : [],
    ),
  );
  return new Set(
    actions
      .filter(
        ({ id, action, status, run_id: runId }) =>
          action === 'cancel' &&
          status === 'completed' &&
          (grantedIn.get(String(id)) ?? 0) === generations.get(runId),
      )
      .map(({ run_id: runId }) => runId),
  );
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
    if (!expected || step.item_index !== -1) return [];
    const either: readonly unknown[] = [expected].flat();
    return either.includes(step.status)
      ? []
      : [
          `step ${step.step_key} is ${step.status}, and not ${either.join(
            ' or ',
          )}`,
        ];
  });
}
