import {
  EngineAction,
  permissionNames,
  permissionOfAction,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { RequestDetails } from '../engine/requests';
import { RunRecord } from '../queries/runToWire';
import { WorkflowRecord } from '../workflows/WorkflowQueries';
import { AskContext, callerFrom, HandlerOptions, Handlers } from './handlers';
import { idempotencyKeyOf } from './parse';
import { withRefusalAudit } from './withAudit';

/** The routes by which operators act on runs. */
type ActionRouteId = Extract<
  RouteId,
  | 'pauseRun'
  | 'resumeRun'
  | 'cancelRun'
  | 'terminateRun'
  | 'retryRun'
  | 'forceStep'
  | 'decideStep'
  | 'invokeNodeAction'
  | 'sendEvent'
  | 'updateRun'
  | 'resolveRun'
  | 'rerun'
  | 'cloneRun'
>;

interface Request {
  action: EngineAction;
  reason?: string;
  details?: RequestDetails;
}

/** Handlers of what operators do: authorise, ask the engine, and write it into the audit log. */
export function createActionHandlers({
  service,
  desk,
  approvers,
  auditor,
}: HandlerOptions): Pick<Handlers, ActionRouteId> {
  const act = (
    { params }: { params: { runId: string } },
    { runs, request, response, credentials }: AskContext,
    asked: Request,
    /** Checks what only the run can tell; what it returns is asked instead. */
    check?: (run: RunRecord) => Promise<Request | void>,
  ) =>
    withRefusalAudit(
      auditor,
      request,
      {
        actionType: asked.action,
        meta: {
          runId: params.runId,
          step: asked.details?.step,
          reason: asked.reason,
        },
      },
      async () => {
        const run = await runs.getRunFor(
          permissionOfAction[asked.action],
          params.runId,
        );
        const checked = (await check?.(run)) ?? asked;
        const result = await desk.act(
          run,
          checked,
          async () => {
            const now = await runs.getRun(run.id);
            return {
              status: now.status,
              allowed: runs.toWire(now).allowedActions,
            };
          },
          callerFrom({ credentials, request }),
          idempotencyKeyOf(request),
        );
        response?.status(result.status === 'accepted' ? 202 : 200);
        const { result: _, ...without } = result;
        return runs.permits(permissionNames.runReadIo, run) ? result : without;
      },
    );

  const repeat = (
    action: 'rerun' | 'clone',
    { params }: { params: { runId: string } },
    { runs, request, response, credentials }: AskContext,
    reason: string | undefined,
    launch: (
      run: RunRecord,
      workflow: WorkflowRecord,
      caller: ReturnType<typeof callerFrom>,
      key: string | undefined,
    ) => ReturnType<typeof service.clone>,
  ) =>
    withRefusalAudit(
      auditor,
      request,
      { actionType: action, meta: { runId: params.runId, reason } },
      async () => {
        const run = await runs.getRunFor(
          permissionOfAction[action],
          params.runId,
        );
        runs.demandAllowed(run, action);
        const { engine, name } = run.workflow;
        const workflow = await runs.getWorkflow({ engine, name });
        const { result, created } = await launch(
          run,
          workflow,
          callerFrom({ credentials, request }),
          idempotencyKeyOf(request),
        );
        response?.status(created ? 201 : 200);
        return result;
      },
    );

  return {
    pauseRun: (input, context) =>
      act(input, context, { action: 'pause', ...input.body }),

    resumeRun: (input, context) =>
      act(input, context, { action: 'resume', ...input.body }),

    cancelRun: (input, context) =>
      act(input, context, { action: 'cancel', ...input.body }),

    terminateRun: (input, context) =>
      act(input, context, { action: 'terminate', ...input.body }),

    retryRun: (input, context) => {
      const { reason, ...details } = input.body;
      return act(input, context, {
        action: 'retry',
        reason,
        ...(details.step === undefined ? {} : { details }),
      });
    },

    forceStep: (input, context) => {
      const { reason, ...details } = input.body;
      return act(input, context, { action: 'force', reason, details });
    },

    decideStep: (input, context) => {
      const { note, ...details } = input.body;
      return act(
        input,
        context,
        { action: 'decide', reason: note, details },
        async run =>
          approvers.demand(
            run.id,
            details.step,
            (await context.identity()).ownershipRefs,
          ),
      );
    },

    invokeNodeAction: (input, context) => {
      const { step, action: operation, input: given, reason } = input.body;
      const asked = (filled: RequestDetails['input']): Request => ({
        action: 'node_action',
        reason,
        details: { step, operation, input: filled },
      });
      return act(input, context, asked(given), async run =>
        asked(await service.inputOfOperation(run, step, operation, given)),
      );
    },

    sendEvent: (input, context) =>
      act(input, context, { action: 'send_event', details: input.body }),

    updateRun: (input, context) => {
      const { reason, ...details } = input.body;
      return act(input, context, { action: 'update', reason, details });
    },

    resolveRun: (input, context) =>
      act(input, context, { action: 'resolve', reason: input.body.note }),

    rerun: (input, context) =>
      repeat(
        'rerun',
        input,
        context,
        input.body.reason,
        (run, workflow, caller, key) =>
          service.rerun(run, workflow, input.body, caller, key),
      ),

    cloneRun: (input, context) =>
      repeat('clone', input, context, undefined, (run, workflow, caller, key) =>
        service.clone(run, workflow, input.body, caller, key),
      ),
  };
}
