import {
  AuditedAction,
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { CallContext, HandlerOptions, Handlers } from '../api/handlers';
import { idempotencyKeyOf } from '../api/parse';
import { withAudit } from '../api/withAudit';
import { isTeam } from './owners';
import { ViewCaller } from './SavedViews';

type ViewRouteId = Extract<
  RouteId,
  'listViews' | 'createView' | 'getView' | 'changeView' | 'deleteView'
>;

/** Handlers of saved views; what is done to a view of a group goes into the audit log. */
export function createViewHandlers({
  views,
  auditor,
}: Pick<HandlerOptions, 'views' | 'auditor'>): Pick<Handlers, ViewRouteId> {
  const auditedWhere = <T>(
    isShared: boolean,
    { request }: CallContext,
    actionType: AuditedAction<'view-mutate'>,
    meta: Record<string, string | undefined>,
    work: () => Promise<T>,
  ) =>
    isShared
      ? withAudit(
          auditor,
          request,
          { eventId: 'view-mutate', actionType, meta },
          work,
        )
      : work();

  return {
    listViews: async (_, context) => views.list(await callerOf(context)),

    getView: async ({ params }, context) =>
      views.get(params.viewId, await callerOf(context)),

    createView: async ({ body }, context) => {
      const caller = await callerOf(context);
      const { owner = caller.ref, name } = body;
      return auditedWhere(
        isTeam(owner),
        context,
        'create',
        { owner, name },
        async () => {
          const key = idempotencyKeyOf(context.request);
          const { view, created } = await views.create(body, caller, key);
          context.response.status(created ? 201 : 200);
          return view;
        },
      );
    },

    changeView: async ({ params: { viewId }, body }, context) => {
      const caller = await callerOf(context);
      const { owner = caller.ref, name } = body;
      return auditedWhere(
        isTeam(owner) || (await views.isShared(viewId, caller)),
        context,
        'change',
        { viewId, owner: body.owner, name },
        () =>
          views.change(viewId, body, caller, idempotencyKeyOf(context.request)),
      );
    },

    deleteView: async ({ params: { viewId } }, context) => {
      const caller = await callerOf(context);
      return auditedWhere(
        await views.isShared(viewId, caller),
        context,
        'delete',
        { viewId },
        async () => {
          await views.delete(viewId, caller, idempotencyKeyOf(context.request));
          return {};
        },
      );
    },
  };
}

/** @throws NotAllowedError where the caller may see no run at all: a view would show them nothing */
async function callerOf({ runs, identity }: CallContext): Promise<ViewCaller> {
  runs.demandSight();
  return {
    ...(await identity()),
    mayShare: runs.has(permissionNames.viewShare),
  };
}
