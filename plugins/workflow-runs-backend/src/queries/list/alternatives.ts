import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import {
  isOfWorkflow,
  RunCriterion,
  WorkflowCriterion,
} from 'backstage-plugin-workflow-runs-node';
import { RunCriteria, Visibility, WorkflowCriteria } from '../condition';

/** Beyond so many, the rest is looked for together: each costs a query. */
const MAX_ALTERNATIVES = 6;

/** One way to be visible: to be a run of some workflows, and to fit something oneself. */
export interface Alternative {
  /** Null where any workflow will do. */
  workflows: WorkflowCriteria | null;
  /** Null where nothing is asked of the run itself. */
  own: RunCriteria | null;
}

/**
 * Takes a condition apart into alternatives that can be looked for by an index each. A run may fit
 * several; it is visible where it fits one.
 */
export function alternativesOf(visibility: Visibility): Alternative[] {
  if (visibility === 'none') return [];
  if (visibility === 'all') return [{ workflows: null, own: null }];
  const parts = branchesOf(visibility).map(split);
  const ofWorkflows = parts.filter(({ own }) => own === null);
  const others = parts.filter(({ own }) => own !== null);
  const alternatives: Alternative[] = ofWorkflows.length
    ? [
        {
          workflows: anyOf(ofWorkflows.map(part => part.workflows!)),
          own: null,
        },
      ]
    : [];
  if (others.length <= MAX_ALTERNATIVES) return [...alternatives, ...others];
  const own = anyOf(others.map(wholeOf));
  return [...alternatives, { workflows: null, own }];
}

function branchesOf(criteria: RunCriteria): RunCriteria[] {
  return isOrCriteria(criteria)
    ? criteria.anyOf.flatMap(branchesOf)
    : [criteria];
}

/** What is asked of the workflow alone, apart from the rest. */
function split(criteria: RunCriteria): Alternative {
  const parts = isAndCriteria(criteria)
    ? criteria.allOf.flatMap(partsOf)
    : [criteria];
  const workflows = parts.filter(isAboutWorkflow) as WorkflowCriteria[];
  const own = parts.filter(part => !isAboutWorkflow(part));
  return {
    workflows: workflows.length || !own.length ? allOf(workflows) : null,
    own: own.length ? allOf(own) : null,
  };
}

function partsOf(criteria: RunCriteria): RunCriteria[] {
  return isAndCriteria(criteria) ? criteria.allOf.flatMap(partsOf) : [criteria];
}

function isAboutWorkflow(criteria: RunCriteria): boolean {
  if (isAndCriteria(criteria)) return criteria.allOf.every(isAboutWorkflow);
  if (isOrCriteria(criteria)) return criteria.anyOf.every(isAboutWorkflow);
  if (isNotCriteria(criteria)) return isAboutWorkflow(criteria.not);
  return isOfWorkflow(criteria as RunCriterion);
}

function wholeOf({ workflows, own }: Alternative): RunCriteria {
  return workflows ? allOf<RunCriterion>([workflows, own!]) : own!;
}

/** Empty lists stay what they are: none of nothing, and all of nothing. */
function anyOf<C>(parts: PermissionCriteria<C>[]): PermissionCriteria<C> {
  return parts.length === 1
    ? parts[0]
    : ({ anyOf: parts } as PermissionCriteria<C>);
}

function allOf<C>(parts: PermissionCriteria<C>[]): PermissionCriteria<C> {
  return parts.length === 1
    ? parts[0]
    : ({ allOf: parts } as PermissionCriteria<C>);
}

/** The values that a field of the run must have one of, as far as the condition says so plainly. */
export function plainValues(
  own: RunCriteria | null,
  field: Exclude<RunCriterion['field'], WorkflowCriterion['field']>,
): readonly string[] | undefined {
  if (!own) return undefined;
  for (const part of partsOf(own)) {
    if (isOrCriteria(part) || isNotCriteria(part) || isAndCriteria(part))
      continue;
    const criterion = part as RunCriterion;
    if (criterion.field === field) return criterion.values;
  }
  return undefined;
}
