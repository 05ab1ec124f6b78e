import {
  EngineVisibility,
  RunCriterion,
  WorkflowCriterion,
} from 'backstage-plugin-workflow-runs-node';
import { overlapOf, RunCriteria, Visibility } from './condition';

/** What an engine lets somebody see of the runs of its instances. */
export interface EngineSight {
  /** Ids of its instances. */
  instances: readonly string[];
  visibility: EngineVisibility;
}

/**
 * What somebody may see where engines have permissions of their own: it becomes a part of the condition, so whatever
 * reads runs obeys it. A condition of an engine says nothing of the runs of others.
 */
export function narrowedBy(
  engines: readonly EngineSight[],
  visibility: Visibility,
): Visibility {
  return engines.reduce<Visibility>(
    (narrowed, sight) => overlapOf(narrowed, ofOthersOr(sight)),
    visibility,
  );
}

/** Workflows of an engine of which somebody may see no run are not there either. */
export function withoutHidden(
  engines: readonly EngineSight[],
  visibility: Visibility<WorkflowCriterion>,
): Visibility<WorkflowCriterion> {
  const hidden = engines
    .filter(each => each.visibility === 'none')
    .flatMap(({ instances }) => instances);
  if (hidden.length === 0 || visibility === 'none') return visibility;
  const others = { not: { field: 'engine' as const, values: hidden } };
  return visibility === 'all' ? others : { allOf: [visibility, others] };
}

function ofOthersOr({ instances, visibility }: EngineSight): Visibility {
  if (visibility === 'all') return 'all';
  const theirs: RunCriterion = { field: 'engine', values: instances };
  const ofOthers: RunCriteria = { not: theirs };
  return visibility === 'none' ? ofOthers : { anyOf: [ofOthers, visibility] };
}
