import { pipeline } from 'node:stream/promises';
import {
  AuditorService,
  BackstageCredentials,
  BackstagePrincipalTypes,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Request, Response } from 'express';
import {
  Capabilities,
  ParsedRequest,
  parseWorkflowRef,
  RouteId,
  RouteResult,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { LiveHub } from '../live/LiveHub';
import { streamRun } from '../live/streamRun';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { ActionDesk } from '../runs/ActionDesk';
import { Approvers } from '../runs/Approvers';
import { Caller, RunService } from '../runs/RunService';
import { InvalidInput } from '../runs/InvalidInput';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { createActionHandlers } from './actionHandlers';
import { idempotencyKeyOf } from './parse';
import { withAudit } from './withAudit';

/** What handlers work with. */
export interface HandlerOptions {
  details: RunDetailQueries;
  workflows: WorkflowQueries;
  service: RunService;
  desk: ActionDesk;
  approvers: Approvers;
  userInfo: UserInfoService;
  hub: LiveHub;
  artifacts: ArtifactStore;
  auditor: AuditorService;
  capabilities: (engine: string) => Capabilities;
  now: () => number;
  /** Aborts when the backend stops. */
  signal: AbortSignal;
}

/** Who calls, and what they may see. */
export interface CallContext {
  request: Request;
  response: Response;
  credentials: BackstageCredentials<
    BackstagePrincipalTypes['user'] | BackstagePrincipalTypes['service']
  >;
  runs: AuthorizedRuns;
}

/** Answers a route; one that streams writes the response itself and returns nothing. */
export type Handlers = {
  [Id in RouteId]: (
    input: ParsedRequest<Routes[Id]>,
    context: CallContext,
  ) => Promise<RouteResult<Routes[Id]> | void>;
};

/** A handler for every route of the contract: parsed already; authorise, call, answer. */
export function createHandlers(options: HandlerOptions): Handlers {
  const { details, workflows, service, hub, artifacts, auditor, now, signal } =
    options;
  return {
    listWorkflows: async ({ query }, { runs }) => ({
      items: await runs.listWorkflows(query),
    }),

    getWorkflow: async ({ params }, { runs }) => {
      const workflow = await runs.getWorkflow(params);
      if (!workflow.definitionHash) {
        throw new NotFoundError(
          `The workflow '${workflow.ref}' has no definition`,
        );
      }
      const definition = await workflows.definition(workflow.definitionHash);
      return {
        ...runs.toWireWorkflow(workflow),
        inputSchema: definition.inputSchema,
        definition,
      };
    },

    listRuns: async ({ query: { sort, limit, token, ...filter } }, { runs }) =>
      runs.listRuns({ filter, sort, limit, token }),

    countRuns: async ({ query }, { runs }) => runs.countRuns(query),

    listFacets: async ({ query: { facets, ...filter } }, { runs }) =>
      runs.listFacets(facets, filter),

    launch: async ({ body }, { runs, request, response, credentials }) => {
      const caller = callerOf(credentials);
      return withAudit(
        auditor,
        request,
        { actionType: 'launch', meta: { workflow: body.workflow } },
        async () => {
          const workflow = await runs.getWorkflowToLaunch(
            workflowRefOf(body.workflow),
          );
          const key = idempotencyKeyOf(request);
          const { result, created } = await service.launch(
            workflow,
            body,
            caller,
            key,
          );
          response.status(created ? 201 : 200);
          return result;
        },
      );
    },

    getRun: async ({ params }, { runs }) => {
      const run = await runs.getRun(params.runId);
      return { ...runs.toWire(run), states: await details.states(run.id) };
    },

    listSteps: async ({ params, query }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return details.steps(id, query);
    },

    listAttempts: async ({ params, query }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return details.attempts(id, query);
    },

    listEvents: async ({ params, query }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return { items: await details.events(id, query) };
    },

    listLogs: async ({ params, query }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return { items: await details.logs(id, query) };
    },

    listPayloads: async ({ params, query }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return { items: await details.payloads(id, query.step) };
    },

    listArtifacts: async ({ params }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return { items: await details.artifacts(id) };
    },

    downloadArtifact: async ({ params }, { runs, response }) => {
      const { id } = await runs.getRun(params.runId);
      const found = await details.artifact(id, params.artifactId);
      if (!found)
        throw new NotFoundError(
          `The run has no artifact '${params.artifactId}'`,
        );
      const { name, bytes, sha256 } = found.artifact;
      response.set({
        // Whatever it is, a browser must not run it here.
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': `attachment; filename*=UTF-8''${toExtValue(
          name,
        )}`,
        'Content-Length': String(bytes),
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, no-transform',
        ETag: `"${sha256}"`,
      });
      await pipeline(artifacts.get(found.artifact.id), response);
    },

    listActions: async ({ params }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return { items: await details.actions(id) };
    },

    listDecisions: async ({ params }, { runs }) => {
      const { id } = await runs.getRun(params.runId);
      return { items: await details.decisions(id) };
    },

    ...createActionHandlers(options),

    streamRun: async (
      { params, query },
      { runs, request, response, credentials },
    ) => {
      const run = await runs.getRun(params.runId);
      await streamRun({
        hub,
        response,
        run,
        after: lastEventId(request) ?? query.after ?? run.position,
        expiresAt: credentials.expiresAt,
        toReader: update =>
          runs.maySee(update.run)
            ? { ...update, run: runs.toWire(update.run) }
            : undefined,
        now,
        signal,
      });
    },
  };
}

export function callerOf({ principal }: CallContext['credentials']): Caller {
  return {
    ref:
      principal.type === 'user' ? principal.userEntityRef : principal.subject,
  };
}

/** As RFC 8187 wants it, which allows fewer characters than a URL does. */
function toExtValue(text: string): string {
  return encodeURIComponent(text).replace(
    /['()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function workflowRefOf(ref: string) {
  const parsed = parseWorkflowRef(ref);
  if (parsed) return parsed;
  throw new InvalidInput('body', [
    {
      pointer: '/workflow',
      rule: 'pattern',
      message: 'it must be <engine>/<name>',
    },
  ]);
}

function lastEventId(request: Request): number | undefined {
  const id = request.header('last-event-id');
  if (id === undefined) return undefined;
  if (/^\d{1,15}$/.test(id)) return Number(id);
  throw new InvalidInput('header', [
    {
      pointer: '/Last-Event-ID',
      rule: 'pattern',
      message: 'it must be a position',
    },
  ]);
}
