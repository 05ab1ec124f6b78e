import { Request, Response } from 'express';
import {
  OpenRouteId,
  ParsedRequest,
  permissionNames,
  RouteId,
  RouteResult,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import {
  createAuditHandlers,
  AuditHandlerOptions,
} from '../audit/auditHandlers';
import {
  AlertHandlerOptions,
  createAlertHandlers,
} from '../alerts/alertHandlers';
import { AuditTrail } from '../audit/AuditTrail';
import { originOf } from '../audit/origin';
import { createArtifactHandlers } from '../artifacts/artifactHandlers';
import { ArtifactStores } from '../artifacts/ArtifactStores';
import { SignedUrls } from '../artifacts/SignedUrls';
import { BulkJobs } from '../bulk/BulkJobs';
import { createBulkHandlers } from '../bulk/bulkHandlers';
import { createExportHandlers } from '../exports/exportHandlers';
import { createFailureHandlers } from '../failures/failureHandlers';
import { FailureGroups } from '../failures/FailureGroups';
import { RunParts } from '../exports/RunParts';
import { Ingest } from '../ingest/Ingest';
import { IngestCommands } from '../ingest/IngestCommands';
import { IngestEngine } from '../ingest/IngestEngine';
import { createIngestHandlers } from '../ingest/ingestHandlers';
import { LiveHub } from '../live/LiveHub';
import { createLiveHandlers } from '../live/liveHandlers';
import { LiveSubscriptions } from '../live/LiveSubscriptions';
import { StreamCount } from '../live/StreamCount';
import { createStreamHandlers } from '../live/streamHandlers';
import { PrivacyDesk } from '../privacy/PrivacyDesk';
import { createPrivacyHandlers } from '../privacy/privacyHandlers';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { RunDetailQueries } from '../queries/RunDetailQueries';
import { RetentionDesk } from '../retention/RetentionDesk';
import { createRetentionHandlers } from '../retention/retentionHandlers';
import { Asker, AskerCredentials } from '../requests/ActionCall';
import { RequestLimits } from '../requests/RequestLimits';
import { createRemarkHandlers } from '../remarks/remarkHandlers';
import { Remarks } from '../remarks/Remarks';
import { ActionDesk } from '../runs/ActionDesk';
import {
  createForecastHandlers,
  ForecastHandlerOptions,
} from '../forecast/forecastHandlers';
import { Approvers } from '../runs/Approvers';
import { Identity } from '../runs/Identity';
import { Caller, RunService } from '../runs/RunService';
import { createKeyHandlers, KeyHandlerOptions } from '../sealing/keyHandlers';
import {
  createStatisticsHandlers,
  StatisticsHandlerOptions,
} from '../statistics/statisticsHandlers';
import { createSloHandlers, SloHandlerOptions } from '../slos/sloHandlers';
import {
  createEngineHandlers,
  EngineHandlerOptions,
} from '../sync/engineHandlers';
import { CapabilitiesOf } from '../sync/Engines';
import {
  createQuestionHandlers,
  QuestionHandlerOptions,
} from '../sync/questionHandlers';
import { SavedViews } from '../views/SavedViews';
import { createViewHandlers } from '../views/viewHandlers';
import { createTelemetryHandlers } from '../telemetry/telemetryHandlers';
import { TelemetryReader } from '../telemetry/TelemetryReader';
import { createWatchHandlers } from '../watching/watchHandlers';
import { Watchers } from '../watching/Watchers';
import {
  createWebhookHandlers,
  WebhookHandlerOptions,
} from '../webhooks/webhookHandlers';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { workflowRefOf } from '../workflows/workflowRefOf';
import { createActionHandlers } from './actionHandlers';
import { createModelHandlers, ModelHandlerOptions } from './modelHandlers';
import { idempotencyKeyOf } from './parse';
import { createPartHandlers } from './partHandlers';
import { unlessKnown } from './unlessKnown';
import { withRefusalAudit } from './withAudit';

/** What handlers work with. */
export interface HandlerOptions
  extends ModelHandlerOptions,
    StatisticsHandlerOptions,
    SloHandlerOptions,
    AlertHandlerOptions,
    ForecastHandlerOptions,
    AuditHandlerOptions,
    KeyHandlerOptions,
    EngineHandlerOptions,
    QuestionHandlerOptions,
    WebhookHandlerOptions {
  details: RunDetailQueries;
  parts: RunParts;
  workflows: WorkflowQueries;
  service: RunService;
  desk: ActionDesk;
  approvers: Approvers;
  bulkJobs: BulkJobs;
  failures: FailureGroups;
  views: SavedViews;
  privacy: PrivacyDesk;
  remarks: Remarks;
  watchers: Watchers;
  telemetry: TelemetryReader;
  retention: RetentionDesk;
  ingest: Ingest;
  ingestEngine: IngestEngine;
  commands: IngestCommands;
  hub: LiveHub;
  limits: RequestLimits;
  streams: StreamCount;
  subscriptions: LiveSubscriptions;
  /** Shows a user that hints by signals arrive. */
  greet: (userRef: string) => Promise<void>;
  /** An event has been sent, so many milliseconds after it was recorded. */
  delivered: (delayMs: number) => void;
  stores: ArtifactStores;
  urls: SignedUrls;
  /** Where others reach the plugin. */
  baseUrl: () => Promise<string>;
  auditor: AuditTrail;
  capabilities: CapabilitiesOf;
  now: () => number;
  /** Aborts when the backend stops. */
  signal: AbortSignal;
}

/** Who asks, by whatever way, and what they may see. */
export interface AskContext {
  request: Asker;
  /** None where an action asks: all that it hears is what is returned. */
  response?: Response;
  credentials: AskerCredentials;
  runs: AuthorizedRuns;
  /** Asked for where it matters: it takes a call to the catalog or the token. */
  identity: () => Promise<Identity>;
}

/** Who calls over HTTP. */
export interface CallContext extends AskContext {
  request: Request;
  response: Response;
}

/** Who calls a route that asks for no credentials. */
export type OpenContext = Pick<CallContext, 'request' | 'response'>;

/** Routes that actions of Backstage ask, too: they need no HTTP. */
export type AskableRouteId = Extract<
  RouteId,
  | 'listWorkflows'
  | 'getWorkflow'
  | 'listRuns'
  | 'getRun'
  | 'listSteps'
  | 'listAttempts'
  | 'listLogs'
  | 'listActions'
  | 'listDecisions'
  | 'compareRuns'
  | 'getFailureGroup'
  | 'getStatistics'
  | 'launch'
  | 'pauseRun'
  | 'resumeRun'
  | 'cancelRun'
  | 'retryRun'
  | 'decideStep'
>;

type ContextOf<Id extends RouteId> = Id extends OpenRouteId
  ? OpenContext
  : Id extends AskableRouteId
  ? AskContext
  : CallContext;

/** Answers a route; one that streams writes the response itself and returns nothing. */
export type Handlers = {
  [Id in RouteId]: (
    input: ParsedRequest<Routes[Id]>,
    context: ContextOf<Id>,
  ) => Promise<RouteResult<Routes[Id]> | void>;
};

/** A handler for every route of the contract: parsed already; authorise, call, answer. */
export function createHandlers(options: HandlerOptions): Handlers {
  const {
    details,
    workflows,
    service,
    views,
    watchers,
    auditor,
    failures,
    hub,
  } = options;
  const { retention, engines } = options;
  return {
    listWorkflows: async ({ query }, { runs }) => ({
      items: await runs.listWorkflows(query),
    }),

    getWorkflow: async ({ params }, { runs }) => {
      const workflow = await runs.getWorkflow(params);
      const definition =
        workflow.definitionHash === null
          ? null
          : await workflows.definition(workflow.definitionHash);
      return {
        ...runs.toWireWorkflow(workflow),
        inputSchema: definition?.inputSchema ?? {},
        definition,
      };
    },

    listRuns: async (
      { query: { limit, token, ...asked } },
      { runs, identity },
    ) => {
      const query = await views.effective(asked, identity);
      // Before the page is read, so that it holds all that had happened by then.
      const position = await hub.head();
      const page = await runs.listRuns({ ...query, limit, token });
      engines.freshen();
      return { ...page, position };
    },

    countRuns: async ({ query }, { runs, identity }) =>
      runs.countRuns(await views.filterOf(query, identity)),

    listFacets: async ({ query: { facets, ...asked } }, { runs, identity }) =>
      runs.listFacets(facets, await views.filterOf(asked, identity)),

    launch: async ({ body }, context) => {
      const { runs, request, response } = context;
      const caller = callerFrom(context);
      return withRefusalAudit(
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
          response?.status(created ? 201 : 200);
          return result;
        },
      );
    },

    getRun: async ({ params }, context) => {
      const run = await engines.fresh(
        context.runs,
        await context.runs.getRun(params.runId),
      );
      // Of the reader and of other runs: it may change while the run does not.
      const beside = {
        ...(await watchers.watchingOf(
          run.id,
          callerOf(context.credentials).ref,
        )),
        failureGroup: await failures.ofRun(context.runs, run),
        kept: await retention.keptOf(run.id),
        freshness: await engines.freshnessOf(context.runs, run),
      };
      return unlessKnown(
        run,
        context,
        async () => ({
          ...context.runs.toWire(run),
          states: await details.states(run.id),
          ...(await details.overview(run.id)),
          attributes: context.runs.permits(permissionNames.runReadIo, run)
            ? await details.attributes(run.id)
            : null,
          ...beside,
        }),
        beside,
      );
    },

    ...createPartHandlers(options),
    ...createArtifactHandlers(options),
    ...createModelHandlers(options),
    ...createActionHandlers(options),
    ...createBulkHandlers(options),
    ...createFailureHandlers(options),
    ...createPrivacyHandlers(options),
    ...createViewHandlers(options),
    ...createExportHandlers(options),
    ...createRemarkHandlers(options),
    ...createWatchHandlers(options),
    ...createTelemetryHandlers(options),
    ...createStatisticsHandlers(options),
    ...createSloHandlers(options),
    ...createForecastHandlers(options),
    ...createRetentionHandlers(options),
    ...createWebhookHandlers(options),
    ...createAuditHandlers(options),
    ...createAlertHandlers(options),
    ...createIngestHandlers(options),
    ...createEngineHandlers(options),
    ...createQuestionHandlers(options),
    ...createKeyHandlers(options),
    ...createLiveHandlers(options),
    ...createStreamHandlers(options),
  };
}

export function callerOf({ principal }: CallContext['credentials']): Caller {
  return {
    ref:
      principal.type === 'user' ? principal.userEntityRef : principal.subject,
  };
}

/** The same, with where the request comes from: what is recorded of it tells. */
export function callerFrom({
  credentials,
  request,
}: Pick<AskContext, 'credentials' | 'request'>): Caller {
  return {
    ...callerOf(credentials),
    origin: originOf(request),
    credentials,
  };
}
