import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import {
  callerOf,
  CallContext,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { auditing, changing } from '../api/withAudit';
import { AlertCaller, AlertDesk } from './AlertDesk';

/** What the handlers of alert rules work with. */
export interface AlertHandlerOptions {
  alerts: AlertDesk;
}

type AlertRouteId = Extract<
  RouteId,
  | 'listAlertRules'
  | 'listFiringAlerts'
  | 'createAlertRule'
  | 'previewAlertRule'
  | 'getAlertRule'
  | 'changeAlertRule'
  | 'deleteAlertRule'
  | 'snoozeAlertRule'
  | 'resolveAlertRule'
  | 'listAlertEpisodes'
>;

/** Handlers of alert rules; whatever changes one, or what it tells, goes into the audit log. */
export function createAlertHandlers({
  alerts,
  auditor,
}: Pick<HandlerOptions, 'alerts' | 'auditor'>): Pick<Handlers, AlertRouteId> {
  const demand = ({ runs }: CallContext) =>
    runs.demand(permissionNames.alertRuleManage);
  const audited = auditing(auditor, 'alert-rule-mutate');
  /** What the trail calls a rule once it may be gone. */
  const named = async (alertRuleId: string) => ({
    alertRuleId,
    name: (await alerts.find(alertRuleId))?.rule.content.name,
  });
  /** A key says nothing that the state of the rule does not, but it must be one. */
  const begin = (context: CallContext) => {
    demand(context);
    idempotencyKeyOf(context.request);
    return callerOf(context.credentials).ref;
  };

  return {
    listAlertRules: async (_, context) => {
      demand(context);
      return { items: await alerts.list() };
    },

    listFiringAlerts: async (_, { runs }) => ({
      items: await alerts.firing(runs),
    }),

    createAlertRule: async ({ body }, context) => {
      const meta = { name: body.name, rule: JSON.stringify(body) };
      return audited(context, 'create', meta, async () => {
        demand(context);
        const key = idempotencyKeyOf(context.request);
        const { rule, created } = await alerts.create(
          body,
          authorOf(context),
          key,
        );
        context.response.status(created ? 201 : 200);
        return rule;
      });
    },

    previewAlertRule: async ({ body }, context) => {
      demand(context);
      return alerts.preview(body, authorOf(context));
    },

    getAlertRule: async ({ params }, context) => {
      demand(context);
      return alerts.get(params.alertRuleId);
    },

    changeAlertRule: async ({ params: { alertRuleId }, body }, context) => {
      const { name } = body;
      const meta = { alertRuleId, name, rule: JSON.stringify(body) };
      const before = await alerts.find(alertRuleId);
      const action = changing(before?.rule.content, body);
      return audited(context, action, meta, async () => {
        begin(context);
        return alerts.change(alertRuleId, body, authorOf(context));
      });
    },

    deleteAlertRule: async ({ params: { alertRuleId } }, context) =>
      audited(context, 'delete', await named(alertRuleId), async () => {
        await alerts.delete(alertRuleId, begin(context));
        return {};
      }),

    snoozeAlertRule: async ({ params: { alertRuleId }, body }, context) => {
      const until = body.until ?? undefined;
      const meta = { ...(await named(alertRuleId)), until };
      const action = body.until === null ? 'wake' : 'snooze';
      return audited(context, action, meta, async () =>
        alerts.snooze(alertRuleId, body.until, begin(context)),
      );
    },

    resolveAlertRule: async ({ params: { alertRuleId }, body }, context) => {
      const { note } = body;
      const meta = { ...(await named(alertRuleId)), note };
      return audited(context, 'resolve', meta, async () =>
        alerts.resolve(alertRuleId, note, begin(context)),
      );
    },

    listAlertEpisodes: async ({ params, query }, context) => {
      demand(context);
      return alerts.episodes(params.alertRuleId, query);
    },
  };
}

function authorOf({ runs, identity, credentials }: CallContext): AlertCaller {
  return { runs, identity, ref: callerOf(credentials).ref };
}
