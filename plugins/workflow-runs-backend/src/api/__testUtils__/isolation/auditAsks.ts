import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { AsksOf, ifHidden, ofRuns, pathTo } from './Ask';

/** The whole trail is the auditor's, who sees what there is of every run; nobody else is told anything. */
const ofAuditors =
  (id: RouteId): AsksOf =>
  (_, oracle) =>
    oracle.has(permissionNames.auditRead)
      ? []
      : [{ path: pathTo(id), check: ({ status }) => expect(status).toBe(403) }];

/** What is asked about who has done what, and about keys. */
export const auditAsks = {
  listRunAudit: ofRuns('listRunAudit', {
    which: (_, oracle) => !oracle.has(permissionNames.auditRead),
  }),
  explainAccess: ofRuns('explainAccess'),
  listAudit: ofAuditors('listAudit'),
  exportAudit: ofAuditors('exportAudit'),
  getKeys: (() => [{ path: pathTo('getKeys') }]) satisfies AsksOf,
  shredKeys: ((world, oracle) =>
    [...world.drawn.runs.keys()].map(index => ({
      path: pathTo('shredKeys'),
      body: { runId: world.runId(index), reason: 'to see' },
      absent: ifHidden(world, oracle, index),
    }))) satisfies AsksOf,
};
