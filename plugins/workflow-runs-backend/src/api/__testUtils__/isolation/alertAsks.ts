import { alertRoutes } from 'backstage-plugin-workflow-runs-common';
import { BODIES } from '../../../__testUtils__/bodies';
import { Ask, AsksOf, hiddenWorkflow, NONE, pathTo } from './Ask';
import { Oracle } from './Oracle';
import { World } from './World';

type AlertRouteId = keyof typeof alertRoutes;

const ABSENT = { alertRuleId: 'alert_none' };

/** A world has no rules: what one tells of runs is in the tests of rules. */
const ofNone =
  (id: AlertRouteId): AsksOf =>
  () =>
    [{ path: pathTo(id, ABSENT), body: BODIES[id] }];

/** A rule of each workflow and of each view: of a hidden one, it is as if there were none. */
const ofScopes =
  (
    id: 'createAlertRule' | 'previewAlertRule',
    which: (absent: readonly unknown[]) => boolean,
  ): AsksOf =>
  (world, oracle) =>
    [...workflows(world, oracle), ...views(world, oracle)]
      .filter(({ absent }) => which(absent))
      .map(
        ({ scope, absent }): Ask => ({
          path: pathTo(id),
          body: { ...BODIES[id], scope },
          absent,
        }),
      );

function workflows(world: World, oracle: Oracle) {
  return world.drawn.workflows.map(({ ref }, index) => ({
    scope: { workflows: [ref] },
    absent: hiddenWorkflow(world, oracle, index),
  }));
}

function views(world: World, oracle: Oracle) {
  return [...world.drawn.views.keys()].map(index => ({
    scope: { viewId: world.viewId(index) },
    absent: oracle.seesView(index)
      ? []
      : [[world.viewId(index), world.viewId(NONE + index)] as [string, string]],
  }));
}

/** What is asked of alert rules. */
export const alertAsks: Record<AlertRouteId, AsksOf> = {
  listAlertRules: ofNone('listAlertRules'),
  listFiringAlerts: ofNone('listFiringAlerts'),
  // A rule that is made would be there for all worlds behind.
  createAlertRule: ofScopes('createAlertRule', absent => absent.length > 0),
  previewAlertRule: ofScopes('previewAlertRule', () => true),
  getAlertRule: ofNone('getAlertRule'),
  changeAlertRule: ofNone('changeAlertRule'),
  deleteAlertRule: ofNone('deleteAlertRule'),
  snoozeAlertRule: ofNone('snoozeAlertRule'),
  resolveAlertRule: ofNone('resolveAlertRule'),
  listAlertEpisodes: ofNone('listAlertEpisodes'),
};
