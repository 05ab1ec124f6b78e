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
import { auditRefusal, withAudit } from '../api/withAudit';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { refusal } from '../runs/InvalidInput';

type Wanted = { runs: string[]; workflows: string[]; all?: true };

/** Handlers of hints by signals. */
export function createLiveHandlers({
  subscriptions,
  greet,
  auditor,
}: HandlerOptions): Pick<Handlers, keyof typeof liveRoutes> {
  return {
    subscribe: async ({ body }, context) => {
      const { runs, request } = context;
      const event = {
        actionType: 'subscribe' as const,
        meta: {
          runs: body.runs.join(),
          workflows: body.workflows.join(),
          all: body.all && 'true',
        },
      };
      const { userRef, workflows, subjects } = await auditRefusal(
        auditor,
        request,
        event,
        () => wantedOf(body, context),
      );
      const readable = runs.visibility(permissionNames.runRead);
      const subscribe = () =>
        subscriptions.subscribe(userRef, subjects, readable);
      // Pages renew every few minutes: the trail says who began to hear of what, and who ended it.
      const expiresAt = (await subscriptions.holds(userRef, subjects))
        ? await subscribe()
        : await withAudit(auditor, request, event, subscribe);
      await greet(userRef);
      return {
        expiresAt: new Date(expiresAt).toISOString(),
        runs: [...subjects.runs],
        workflows: workflows.map(({ ref }) => ref),
      };
    },

    unsubscribe: async ({ query }, { runs, request, credentials }) =>
      withAudit(
        auditor,
        request,
        {
          actionType: 'unsubscribe',
          meta: {
            runs: query.run?.join(),
            workflows: query.workflow?.join(),
            all: query.all,
          },
        },
        async () => {
          runs.demandSight();
          const { run = [], workflow = [], all } = query;
          const isNamed = query.run || query.workflow || all;
          const workflows = await findWorkflows(runs, workflow);
          const left = await subscriptions.unsubscribe(
            userOf(credentials),
            isNamed
              ? {
                  runs: run,
                  workflows: workflows.map(({ id }) => id),
                  all: all !== undefined,
                }
              : undefined,
          );
          return { left };
        },
      ),
  };
}

/** What of it is there for the caller. */
async function wantedOf(
  { runs: runIds, workflows: refs, all }: Wanted,
  { runs, credentials }: CallContext,
) {
  const userRef = userOf(credentials);
  const found = await runs.findRuns(runIds);
  const workflows = await findWorkflows(runs, refs);
  const subjects = {
    runs: found.flatMap(run => run?.id ?? []),
    workflows: workflows.map(({ id }) => id),
    all: all === true,
  };
  return { userRef, workflows, subjects };
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
