import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { RunCriterion } from 'backstage-plugin-workflow-runs-node';
import { Visibility } from './condition';

/** Whether all of some runs are visible, or none of them; undefined where it depends on the run. */
export type Verdict = boolean | undefined;

/**
 * Judges runs of which only some things are known, in the three-valued logic of Kleene: what is not known of
 * one part may not matter for the whole.
 *
 * @param fits - whether the runs fit a criterion, as far as that is known
 */
export function judge(
  visibility: Visibility,
  fits: (criterion: RunCriterion) => Verdict,
): Verdict {
  if (visibility === 'all' || visibility === 'none')
    return visibility === 'all';
  return evaluate(visibility, fits);
}

function evaluate(
  criteria: PermissionCriteria<RunCriterion>,
  fits: (criterion: RunCriterion) => Verdict,
): Verdict {
  if (isAndCriteria(criteria)) {
    return allOf(criteria.allOf.map(part => evaluate(part, fits)));
  }
  if (isOrCriteria(criteria)) {
    return not(allOf(criteria.anyOf.map(part => not(evaluate(part, fits)))));
  }
  if (isNotCriteria(criteria)) return not(evaluate(criteria.not, fits));
  return fits(criteria as RunCriterion);
}

function allOf(parts: Verdict[]): Verdict {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function not(verdict: Verdict): Verdict {
  return verdict === undefined ? undefined : !verdict;
}
