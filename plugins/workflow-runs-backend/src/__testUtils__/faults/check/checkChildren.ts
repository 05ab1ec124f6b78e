import { isEnded } from 'backstage-plugin-workflow-runs-common';
import { Evidence, EvidenceRow, groupBy, placeOf } from './Evidence';

/**
 * Each attempt that is a run has launched one, however often it was asked to, and has ended as that
 * has. There are no other runs that belong to another one.
 */
export function checkChildren({
  tables: { runs, attempts, launch_keys: keys },
}: {
  tables: Pick<Evidence['tables'], 'runs' | 'attempts' | 'launch_keys'>;
}): string[] {
  const problems: string[] = [];
  const attemptOf = new Map(attempts.map(row => [nameOf(row), row]));
  const placeOfChild = new Map(
    keys
      .filter(({ kind }) => kind === 'child')
      .map(({ key, run_id: runId }) => [runId, String(key)]),
  );
  const children = runs.filter(({ parent_run_id: parent }) => parent);
  for (const child of children) {
    const place = placeOfChild.get(child.id);
    const attempt = place ? attemptOf.get(place) : undefined;
    if (!attempt) {
      problems.push(`${child.id} was launched by ${place ?? 'nobody'}`);
    } else if (!hasEndedAlike(attempt, child)) {
      problems.push(
        `${place} is ${attempt.status}, and its run ${child.id} is ${child.status}`,
      );
    }
  }
  const ofPlace = groupBy(children, child => `${placeOfChild.get(child.id)}`);
  for (const [place, launched] of ofPlace) {
    if (launched.length > 1) {
      problems.push(`${place} has launched ${launched.length} runs`);
    }
  }
  return problems;
}

function hasEndedAlike(attempt: EvidenceRow, child: EvidenceRow): boolean {
  switch (attempt.status) {
    case 'completed':
      return child.status === 'completed';
    case 'failed':
      return child.status === 'failed' || child.status === 'canceled';
    default:
      // It may have been canceled when its run had ended already.
      return attempt.status === 'canceled' && isEnded(String(child.status));
  }
}

/** As the key of the launch says it: the unit, the passage of its run, and the attempt. */
function nameOf(attempt: EvidenceRow): string {
  const { item_index: item, generation, number } = attempt;
  const unit =
    item === -1
      ? placeOf(attempt)
      : `${attempt.run_id}/${attempt.step_key}#${item}`;
  return `${unit}/${generation}/${number}`;
}
