import { NotFoundError } from '@backstage/errors';
import {
  AlertScope,
  parseWorkflowRef,
  permissionNames,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';
import { RunCriterion } from 'backstage-plugin-workflow-runs-node';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { overlapOf, Visibility } from '../queries/condition';
import { Identity } from '../runs/Identity';
import { refusal } from '../runs/InvalidInput';
import { SavedViews } from '../views/SavedViews';

/** Which runs a rule watches, without asking anybody again. */
export interface CompiledScope {
  condition: Visibility;
  /** What of it narrows the workflows and series that are read at all. */
  filter: Pick<
    RunFilter,
    'workflow' | 'engine' | 'owner' | 'tenant' | 'environment'
  >;
}

/** What of a view can be asked of runs one by one and of many together. */
const FIELDS = [
  'workflow',
  'engine',
  'owner',
  'tenant',
  'environment',
  'startedBy',
  'tag',
] as const satisfies (keyof RunFilter & RunCriterion['field'])[];
const NARROWING = FIELDS.slice(0, 5) as (keyof CompiledScope['filter'])[];

/** Who saves a rule: what they may see is what it watches. */
export interface AlertAuthor {
  runs: AuthorizedRuns;
  identity: () => Promise<Identity>;
}

/**
 * Turns what a rule is about into a condition that holds the decision of whoever saves it.
 *
 * @throws InvalidInput where the view or a workflow is not there for the caller, or the view filters by what
 * rules cannot watch
 * @throws NotAllowedError where the caller may see no run at all
 */
export async function compileScope(
  scope: AlertScope,
  { runs, identity }: AlertAuthor,
  views: SavedViews,
): Promise<CompiledScope & { viewName: string | null }> {
  const visibility = runs.visible(permissionNames.runRead);
  runs.readableWorkflows();
  if ('workflows' in scope) {
    for (const [index, ref] of scope.workflows.entries()) {
      await runs.getWorkflow(parseWorkflowRef(ref)!).catch(error => {
        if (!(error instanceof NotFoundError)) throw error;
        throw refusal(
          `/scope/workflows/${index}`,
          'unknown',
          'there is no such workflow, or you may not see it',
        );
      });
    }
    const { workflows: workflow, environments: environment } = scope;
    return {
      ...compile({ workflow, ...(environment && { environment }) }, visibility),
      viewName: null,
    };
  }
  const refuse = (rule: string, message: string): never => {
    throw refusal('/scope/viewId', rule, message);
  };
  const asked = { view: scope.viewId };
  const view = await views
    .get(scope.viewId, { ...(await identity()), mayShare: false })
    .catch(error => {
      if (!(error instanceof NotFoundError)) throw error;
      return refuse('unknown', 'there is no such view, or you may not see it');
    });
  const { filter } = await views.effective(asked, identity);
  const { backfill, from: _, ...said } = filter;
  const others = Object.keys(said).filter(
    name => !(FIELDS as readonly string[]).includes(name),
  );
  if (others.length > 0) {
    refuse(
      'unwatchable',
      `the view filters by ${others.join(
        ', ',
      )}, which rules cannot watch: they know ${FIELDS.join(', ')}`,
    );
  }
  if (backfill)
    refuse('backfill', 'the view is of backfills, which no rule counts');
  return { ...compile(said, visibility), viewName: view.name };
}

function compile(filter: RunFilter, visibility: Visibility): CompiledScope {
  const criteria = FIELDS.flatMap((field): RunCriterion[] => {
    const values = filter[field];
    return values ? [{ field, values }] : [];
  });
  const wanted: Visibility =
    criteria.length === 0
      ? 'all'
      : ({ allOf: criteria } as unknown as Visibility);
  return {
    condition: overlapOf(wanted, visibility),
    filter: Object.fromEntries(
      NARROWING.flatMap(field =>
        filter[field] ? [[field, filter[field]]] : [],
      ),
    ),
  };
}
