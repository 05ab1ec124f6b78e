import {
  liveRoutes,
  parseWorkflowRef,
  permissionNames,
} from 'backstage-plugin-workflow-runs-common';
import {
  CallContext,
  callerOf,
  HandlerOptions,
  Handlers,
} from '../api/handlers';
import { withAudit } from '../api/withAudit';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { refusal } from '../runs/InvalidInput';

/** Handlers of hints by signals. */
export function createLiveHandlers({
  subscriptions,
  auditor,
}: HandlerOptions): Pick<Handlers, keyof typeof liveRoutes> {
  return {
    subscribe: async ({ body }, { runs, request, credentials }) =>
      withAudit(
        auditor,
        request,
        {
          actionType: 'subscribe',
          meta: {
            runs: body.runs.join(),
            workflows: body.workflows.join(),
          },
        },
        async () => {
          const userRef = userOf(credentials);
          const found = (await runs.findRuns(body.runs)).flatMap(
            run => run?.id ?? [],
          );
          const workflows = await findWorkflows(runs, body.workflows);
          const expiresAt = await subscriptions.subscribe(
            userRef,
            { runs: found, workflows: workflows.map(({ id }) => id) },
            runs.visibility(permissionNames.runRead),
          );
          return {
            expiresAt: new Date(expiresAt).toISOString(),
            runs: found,
            workflows: workflows.map(({ ref }) => ref),
          };
        },
      ),

    unsubscribe: async ({ query }, { runs, request, credentials }) =>
      withAudit(
        auditor,
        request,
        {
          actionType: 'unsubscribe',
          meta: { runs: query.run?.join(), workflows: query.workflow?.join() },
        },
        async () => {
          runs.demandSight();
          const { run, workflow } = query;
          const isAll = !run && !workflow;
          const workflows = await findWorkflows(runs, workflow ?? []);
          const left = await subscriptions.unsubscribe(
            userOf(credentials),
            isAll
              ? undefined
              : { runs: run ?? [], workflows: workflows.map(({ id }) => id) },
          );
          return { left };
        },
      ),
  };
}

/** Those that are there for the caller. */
async function findWorkflows(runs: AuthorizedRuns, refs: readonly string[]) {
  const found = await Promise.all(
    refs.map(async ref => {
      const parsed = parseWorkflowRef(ref);
      return parsed && runs.getWorkflow(parsed).catch(unlessAbsent);
    }),
  );
  return found.filter(workflow => workflow !== undefined);
}

function unlessAbsent(error: Error): undefined {
  if (!['NotFoundError', 'NotAllowedError'].includes(error.name)) throw error;
}

function userOf(credentials: CallContext['credentials']): string {
  if (credentials.principal.type === 'user') return callerOf(credentials).ref;
  throw refusal('/runs', 'users_only', 'only users get signals');
}
