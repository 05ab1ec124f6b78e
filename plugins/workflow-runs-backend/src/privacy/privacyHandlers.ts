import {
  AuditedAction,
  Json,
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
import { auditing, auditRefusal, withAudit } from '../api/withAudit';

type PrivacyRouteId = Extract<
  RouteId,
  | 'listPrivacyPolicies'
  | 'createPrivacyPolicy'
  | 'changePrivacyPolicy'
  | 'deletePrivacyPolicy'
  | 'previewPrivacyPolicy'
  | 'revealValue'
>;

/** Handlers of what is taken out of runs; each change and each look at a value goes into the audit log. */
export function createPrivacyHandlers({
  privacy,
  auditor,
}: Pick<HandlerOptions, 'privacy' | 'auditor'>): Pick<
  Handlers,
  PrivacyRouteId
> {
  const audited = auditing(auditor, 'privacy-mutate');

  const demandManage = (
    { runs, request }: CallContext,
    actionType: AuditedAction<'privacy-mutate'>,
    meta: Record<string, string | undefined>,
  ) =>
    auditRefusal(
      auditor,
      request,
      { eventId: 'privacy-mutate', actionType, meta },
      async () => runs.demand(permissionNames.privacyManage),
    );

  return {
    listPrivacyPolicies: async (_, { runs }) => {
      runs.demand(permissionNames.privacyManage);
      return privacy.list();
    },

    createPrivacyPolicy: async ({ body }, context) => {
      const { name } = body;
      await demandManage(context, 'create_policy', { name });
      idempotencyKeyOf(context.request);
      const by = callerOf(context.credentials).ref;
      const policy = await audited(
        context,
        'create_policy',
        { name },
        async changed => {
          const created = await privacy.create(body, by);
          changed({ after: created as Json });
          return created;
        },
      );
      context.response.status(201);
      return policy;
    },

    changePrivacyPolicy: async ({ params: { policyId }, body }, context) => {
      await demandManage(context, 'change_policy', { policyId });
      idempotencyKeyOf(context.request);
      const by = callerOf(context.credentials).ref;
      const before = await privacy.get(policyId);
      const { name } = before;
      return audited(
        context,
        'change_policy',
        { policyId, name },
        async changed => {
          const after = await privacy.change(policyId, body, by);
          changed({ before: before as Json, after: after as Json });
          return after;
        },
      );
    },

    deletePrivacyPolicy: async ({ params: { policyId } }, context) => {
      await demandManage(context, 'delete_policy', { policyId });
      idempotencyKeyOf(context.request);
      const before = await privacy.get(policyId);
      const { name } = before;
      await audited(
        context,
        'delete_policy',
        { policyId, name },
        async changed => {
          await privacy.delete(policyId);
          changed({ before: before as Json });
        },
      );
      return {};
    },

    previewPrivacyPolicy: async ({ body: { policy, runIds } }, { runs }) => {
      runs.demand(permissionNames.privacyManage);
      const found = [];
      for (const runId of new Set(runIds)) {
        found.push(await runs.getRunFor(permissionNames.runReadIo, runId));
      }
      return privacy.preview(policy, found);
    },

    revealValue: async ({ params, body: { token, reason } }, context) => {
      const { runs, request, response } = context;
      // Nothing between here and the screen may keep it.
      response.setHeader('Cache-Control', 'no-store');
      return withAudit(
        auditor,
        request,
        {
          eventId: 'value-reveal',
          actionType: 'reveal',
          meta: { runId: params.runId, token, reason },
        },
        async () => {
          const { runReadIo, valueReveal } = permissionNames;
          const run = await runs.getRunFor(runReadIo, params.runId);
          runs.demand(valueReveal);
          return privacy.reveal(run, token);
        },
      );
    },
  };
}
