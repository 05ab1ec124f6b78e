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
import { withAudit } from '../api/withAudit';

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
  const audited = <T>(
    { request }: CallContext,
    actionType: string,
    meta: Record<string, string | undefined>,
    work: () => Promise<T>,
  ) =>
    withAudit(
      auditor,
      request,
      { eventId: 'privacy-mutate', actionType, meta },
      work,
    );

  return {
    listPrivacyPolicies: async (_, { runs }) => {
      runs.demand(permissionNames.privacyManage);
      return privacy.list();
    },

    createPrivacyPolicy: async ({ body }, context) => {
      context.runs.demand(permissionNames.privacyManage);
      idempotencyKeyOf(context.request);
      const by = callerOf(context.credentials).ref;
      const { name } = body;
      const policy = await audited(context, 'create_policy', { name }, () =>
        privacy.create(body, by),
      );
      context.response.status(201);
      return policy;
    },

    changePrivacyPolicy: async ({ params: { policyId }, body }, context) => {
      context.runs.demand(permissionNames.privacyManage);
      idempotencyKeyOf(context.request);
      const by = callerOf(context.credentials).ref;
      const { name } = await privacy.get(policyId);
      return audited(context, 'change_policy', { policyId, name }, () =>
        privacy.change(policyId, body, by),
      );
    },

    deletePrivacyPolicy: async ({ params: { policyId } }, context) => {
      context.runs.demand(permissionNames.privacyManage);
      idempotencyKeyOf(context.request);
      const { name } = await privacy.get(policyId);
      await audited(context, 'delete_policy', { policyId, name }, () =>
        privacy.delete(policyId),
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
      const run = await runs.getRunFor(permissionNames.runReadIo, params.runId);
      runs.demand(permissionNames.valueReveal);
      // Nothing between here and the screen may keep it.
      response.setHeader('Cache-Control', 'no-store');
      return withAudit(
        auditor,
        request,
        {
          eventId: 'value-reveal',
          actionType: 'reveal',
          meta: { runId: run.id, token, reason },
        },
        () => privacy.reveal(run, token),
      );
    },
  };
}
