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
import { auditing } from '../api/withAudit';
import { AlertCaller, AlertDesk } from './AlertDesk';

/** What the handlers of alert rules work with. */
export interface AlertHandlerOptions {
  alerts: AlertDesk;
}

type AlertRouteId = Extract<
  RouteId,
  | 'listAlertRules'
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

    createAlertRule: async ({ body }, context) => {
      demand(context);
      const key = idempotencyKeyOf(context.request);
      const meta = { name: body.name, rule: JSON.stringify(body) };
      return audited(context, 'create', meta, async () => {
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
      begin(context);
      const meta = { alertRuleId, rule: JSON.stringify(body) };
      return audited(context, 'change', meta, () =>
        alerts.change(alertRuleId, body, authorOf(context)),
      );
    },

    deleteAlertRule: async ({ params: { alertRuleId } }, context) => {
      const ref = begin(context);
      return audited(context, 'delete', { alertRuleId }, async () => {
        await alerts.delete(alertRuleId, ref);
        return {};
      });
    },

    snoozeAlertRule: async ({ params: { alertRuleId }, body }, context) => {
      const ref = begin(context);
      const meta = { alertRuleId, until: body.until ?? undefined };
      const action = body.until === null ? 'wake' : 'snooze';
      return audited(context, action, meta, () =>
        alerts.snooze(alertRuleId, body.until, ref),
      );
    },

    resolveAlertRule: async ({ params: { alertRuleId }, body }, context) => {
      const ref = begin(context);
      const meta = { alertRuleId, note: body.note };
      return audited(context, 'resolve', meta, () =>
        alerts.resolve(alertRuleId, body.note, ref),
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
