import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import type { HandlerOptions, Handlers } from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { withAudit } from '../api/withAudit';
import { KeyDesk } from './KeyDesk';

/** What these handlers work with. */
export interface KeyHandlerOptions {
  keys: KeyDesk;
}

/** Handlers of the keys that seal what engines keep of runs. */
export function createKeyHandlers({
  keys,
  auditor,
}: HandlerOptions): Pick<Handlers, Extract<RouteId, 'getKeys' | 'shredKeys'>> {
  return {
    getKeys: async (_, { runs }) => {
      runs.demand(permissionNames.privacyManage);
      return keys.status();
    },

    shredKeys: ({ body: { runId, tenantId, reason } }, { runs, request }) =>
      withAudit(
        auditor,
        request,
        {
          eventId: 'key-mutate',
          actionType: 'shred',
          meta: { runId, tenant: tenantId, reason },
        },
        async changed => {
          // Shredded twice is as shredded once: the key is only looked at.
          idempotencyKeyOf(request);
          runs.demandSight();
          runs.demand(permissionNames.privacyManage);
          const result =
            runId === undefined
              ? await keys.shredTenant(tenantId!)
              : {
                  goingOn: 0,
                  ...(await keys.shredRun(await runs.getRun(runId))),
                };
          changed({ after: result });
          return result;
        },
      ),
  };
}
