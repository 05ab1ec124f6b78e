import { NotFoundError } from '@backstage/errors';
import {
  FiringAlert,
  parseWorkflowRef,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { AlertStore } from './AlertStore';
import { alertToWire, byUrgency } from './toWire';

/**
 * The rules that fire, for whoever looks at runs. Who may not look after rules is told of those that name their
 * workflows, where they may see all of these; a rule that is of whatever its author could see may be of others.
 *
 * @throws NotAllowedError where the caller may see no run at all
 */
export async function firingFor(
  runs: AuthorizedRuns,
  store: AlertStore,
  now: number,
): Promise<FiringAlert[]> {
  runs.demandSight();
  runs.readableWorkflows();
  const firing = await store.firing();
  const isManager = runs.has(permissionNames.alertRuleManage);
  const seen = new Map<string, Promise<boolean>>();
  const sees = (ref: string) => {
    const known = seen.get(ref) ?? maySee(runs, ref);
    seen.set(ref, known);
    return known;
  };
  const told = [];
  for (const found of firing) {
    const { workflow = [] } = found.rule.compiled.filter;
    const isTold =
      isManager || (workflow.length > 0 && (await all(workflow, sees)));
    if (isTold) told.push(found);
  }
  return told
    .map(({ rule, state }) => ({
      wire: alertToWire(rule, state, now),
      filter: rule.compiled.filter,
    }))
    .sort((a, b) => byUrgency(a.wire, b.wire))
    .map(({ wire: { id, name, severity, runbookUrl, state }, filter }) => ({
      id,
      name,
      severity,
      runbookUrl,
      since: state.since,
      snoozedUntil: state.snoozedUntil,
      filter,
    }));
}

async function all(
  refs: readonly string[],
  sees: (ref: string) => Promise<boolean>,
): Promise<boolean> {
  for (const ref of refs) if (!(await sees(ref))) return false;
  return true;
}

async function maySee(runs: AuthorizedRuns, ref: string): Promise<boolean> {
  const parsed = parseWorkflowRef(ref);
  if (!parsed) return false;
  try {
    await runs.getWorkflow(parsed);
    return true;
  } catch (error) {
    if (error instanceof NotFoundError) return false;
    throw error;
  }
}
