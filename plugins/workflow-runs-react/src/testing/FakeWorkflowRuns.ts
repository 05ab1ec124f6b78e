import {
  ActionResult,
  actionRoutes,
  alertRoutes,
  Annotation,
  applyUpdate,
  Artifact,
  AuditExportFormat,
  AuditFilterQuery,
  bulkRoutes,
  Business,
  CallOptions,
  compareSteps,
  Comparison,
  diffJson,
  failureRoutes,
  Forecast,
  HumanDecision,
  joinFollowedRuns,
  Json,
  LaunchRequest,
  Lineage,
  LogLine,
  LogSource,
  ObservedEngine,
  OperatorAction,
  OriginWord,
  Payload,
  privacyRoutes,
  questionRoutes,
  RelatedRun,
  remarkRoutes,
  retentionRoutes,
  Run,
  RunEvent,
  RunFacet,
  RunFailureGroup,
  RunFilter,
  RunKept,
  RunsExportFormat,
  KnownRun,
  RunUpdate,
  Slos,
  Statistics,
  StreamFrame,
  StreamSubject,
  toFilterQuery,
  TraceSource,
  ViewChange,
  ViewRequest,
  webhookRoutes,
  WorkflowDetail,
  WorkflowSlosDetail,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';
import { FakeStreams } from './FakeStreams';
import { apiError } from './apiError';
import { countsOf, facetOf, inOrder, runsThatFit } from './fakeRunList';
import { FakeAlerts } from './FakeAlerts';
import { FakeAudit } from './FakeAudit';
import { FakeBulkJobs } from './FakeBulkJobs';
import { FakeFailures } from './FakeFailures';
import { FakePrivacy } from './FakePrivacy';
import { answerQuestion, FakeQuestions, someQuestions } from './FakeQuestions';
import { FakeWebhooks } from './FakeWebhooks';
import { aRunKept, FakeRetention } from './FakeRetention';
import { FakeViews } from './FakeViews';
import { aSlos, aWorkflowSlos } from './sloBuilders';
import { aStatistics } from './statisticsBuilders';

/** A run with all that belongs to it, as the fake backend holds it. @public */
export interface FakeRun extends KnownRun {
  logs: LogLine[];
  payloads: Payload[];
  artifacts: Artifact[];
  actions: OperatorAction[];
  decisions: HumanDecision[];
  events: RunEvent[];
  /** Newest first. */
  annotations: Annotation[];
  business: Business;
  /** What else its engine keeps with it; by default nothing. */
  attributes?: Record<string, Json> | null;
  /** When it is likely to end; by default too few runs are known to say. */
  forecast: Partial<Forecast>;
  /** What tools outside know of it. */
  traceSources: TraceSource[];
  logSources: LogSource[];
  /** Those that failed in the same way. */
  failureGroup: RunFailureGroup | null;
  /** How long it is kept. */
  kept: RunKept;
  /** What its engine says of it when it is asked. */
  questions: FakeQuestions;
  /** What it is to the run that it comes from. */
  comesAs: OriginWord | null;
  /** The step of its parent by which it was launched. */
  comesByStep: string | null;
}

/** Query of a call, as the fake reads it. @public */
export type FakeQuery = Record<string, string & number>;
/** One call that the fake has answered. @public */
export interface FakeCall {
  params?: Record<string, string>;
  query?: Partial<FakeQuery>;
  body?: Record<string, unknown>;
}

/**
 * A backend in memory: holds runs and workflows, streams what {@link FakeWorkflowRuns.push} is told,
 * and fails on demand. For tests and for looking at screens.
 *
 * @public
 */
export class FakeWorkflowRuns implements WorkflowRunsApi {
  /** Newest first. */
  runs: FakeRun[] = [];
  workflows: WorkflowDetail[] = [];
  /** Every call: its route, what was passed, its idempotency key. */
  readonly calls: { id: string; input: FakeCall; key?: string }[] = [];
  readonly streams = new FakeStreams();
  readonly views = new FakeViews();
  /** What is taken out of runs. */
  readonly privacy = new FakePrivacy();
  readonly webhooks = new FakeWebhooks();
  readonly bulkJobs = new FakeBulkJobs();
  /** Groups of failures; runs belong to them by `failureGroup`. */
  readonly failureGroups = new FakeFailures();
  readonly retention = new FakeRetention();
  /** Alert rules, and when they fired. */
  readonly alerts = new FakeAlerts();
  /** Who has done what, and how it stands with the keys. */
  readonly audit = new FakeAudit();
  /** Engines that run workflows elsewhere. */
  engines: ObservedEngine[] = [];
  /** How far back the first page of runs comes, where it is to end early. */
  searchedBackTo: string | null = null;
  /** What runs come to; by default none has ended. */
  onStatistics: (query: Partial<FakeQuery>) => Statistics = () => aStatistics();
  /** How workflows meet their objectives; by default none has any. */
  onSlos: (query: Partial<FakeQuery>) => Slos = () => aSlos();
  /** The same of one workflow, by `<engine>/<name>`. */
  onWorkflowSlos: (
    ref: string,
    query: Partial<FakeQuery>,
  ) => WorkflowSlosDetail = () => aWorkflowSlos();
  /** What becomes of a launch. */
  onLaunch: (request: LaunchRequest) => ActionResult = request => ({
    status: 'accepted',
    runId: 'run_launched',
    newStatus: 'queued',
    message: `Launched ${request.workflow}`,
  });
  /** What becomes of what is asked of a run; by default the engine has taken it. */
  onOperation: (
    id: string,
    runId: string,
    body: Record<string, unknown>,
  ) => Partial<ActionResult> | void = () => {};

  private readonly failures = new Map<string, Error>();
  private readonly silent = new Set<string>();

  /** Adds a run, as the newest one, and tells lists that are streamed. */
  add(run: Partial<FakeRun> & KnownRun): FakeRun {
    const full: FakeRun = {
      logs: [],
      payloads: [],
      artifacts: [],
      actions: [],
      decisions: [],
      events: [],
      annotations: [],
      business: { experience: null, details: {}, indicators: [] },
      forecast: {},
      traceSources: [],
      logSources: [],
      failureGroup: null,
      kept: aRunKept(),
      questions: someQuestions(),
      comesAs: null,
      comesByStep: null,
      ...run,
    };
    this.runs.unshift(full);
    this.streams.sendChange(full.run);
    this.streams.sendPosition(full.run.position);
    return full;
  }

  /** Lets a route fail from now on; undefined lets it work again. */
  fail(id: string, error: Error | undefined): void {
    if (error) this.failures.set(id, error);
    else this.failures.delete(id);
  }

  /** Lets a route give no answer from now on. */
  silence(id: string): void {
    this.silent.add(id);
  }

  /** Changes a run, and streams the change. */
  push(runId: string, update: RunUpdate & { logs?: LogLine[] }): void {
    const { logs = [], ...frame } = update;
    const run = this.find(runId);
    const before = run.run.position;
    const isRecorded = frame.run.position > before || frame.events.length > 0;
    // Each event is one place further in the log.
    const position = Math.max(frame.run.position, before + Number(isRecorded));
    frame.run = { ...frame.run, position };
    frame.events = frame.events.map(event =>
      event.position > before ? event : { ...event, position },
    );
    run.logs = run.logs.concat(logs);
    const logSequence = run.logs.at(-1)?.sequence ?? 0;
    Object.assign(run, applyUpdate(run, { ...frame, logSequence }));
    run.events = run.events.concat(frame.events);
    this.streams.send(runId, {
      type: 'update',
      position: null,
      update: { ...frame, logSequence },
    });
    this.streams.sendChange(run.run);
    this.streams.sendPosition(position);
  }

  call: WorkflowRunsApi['call'] = async (id, input, options) => {
    const request = input as FakeCall;
    this.calls.push({ id, input: request, key: options?.idempotencyKey });
    options?.signal?.throwIfAborted();
    if (this.silent.has(id)) return new Promise<never>(() => {});
    const failure = this.failures.get(id);
    if (failure) throw failure;
    return this.answer(id, request) as any;
  };

  launch(request: LaunchRequest, options?: CallOptions) {
    return this.call('launch', { body: request }, options);
  }

  async downloadArtifact(artifact: { runId: string; id: string }) {
    this.calls.push({ id: 'downloadArtifact', input: { params: artifact } });
    const failure = this.failures.get('downloadArtifact');
    if (failure) throw failure;
    return new Blob([`content of ${artifact.id}`]);
  }

  async exportRuns(filter: RunFilter, format: RunsExportFormat) {
    const query = { ...toFilterQuery(filter), format };
    this.calls.push({ id: 'exportRuns', input: { query: query as never } });
    const failure = this.failures.get('exportRuns');
    if (failure) throw failure;
    const runs = runsThatFit(
      this.all(toFilterQuery(filter)),
      toFilterQuery(filter),
    );
    return {
      blob: async () => new Blob([runs.map(run => run.id).join('\n')]),
    } as Response;
  }

  async exportAudit(filter: AuditFilterQuery, format: AuditExportFormat) {
    const query = { ...filter, format };
    this.calls.push({ id: 'exportAudit', input: { query: query as never } });
    const failure = this.failures.get('exportAudit');
    if (failure) throw failure;
    const { items } = this.audit.list(query);
    return {
      blob: async () => new Blob([items.map(({ id }) => id).join('\n')]),
    } as Response;
  }

  async downloadRunExport(runId: string, format: string) {
    this.calls.push({
      id: 'exportRun',
      input: { params: { runId }, query: { format: format as never } },
    });
    const failure = this.failures.get('exportRun');
    if (failure) throw failure;
    return new Blob([`${runId} as ${format}`]);
  }

  async *stream(
    subject: StreamSubject,
    options: CallOptions & { after?: number } = {},
  ): AsyncGenerator<StreamFrame, void, void> {
    const { runs = [], list } = subject;
    this.calls.push({
      id: 'stream',
      input: {
        query: {
          ...toFilterQuery(list ?? {}),
          run: joinFollowedRuns(runs),
          list: list && 'true',
          after: options.after,
        } as never,
      },
    });
    if (this.silent.has('stream')) await new Promise<never>(() => {});
    const failure = this.failures.get('stream');
    if (failure) throw failure;
    yield* this.streams.open(subject, options);
  }

  private syncRun(run: FakeRun) {
    run.freshness = {
      ...run.freshness!,
      syncedAt: new Date().toISOString(),
      isStale: false,
      problem: null,
    };
    return run.freshness;
  }

  private answer(id: string, { params = {}, query = {}, body = {} }: FakeCall) {
    switch (id) {
      case 'listWorkflows':
        return {
          items: this.workflows.filter(
            workflow => !query.entity || workflow.entityRef === query.entity,
          ),
        };
      case 'getWorkflow':
        return (
          this.workflows.find(
            each => each.ref === `${params.engine}/${params.name}`,
          ) ?? refuse(404, 'NotFoundError', 'No such workflow')
        );
      case 'listRuns':
        return this.listRuns(query);
      case 'subscribe':
        return {
          expiresAt: new Date(Date.now() + 600_000).toISOString(),
          runs: body.runs,
          workflows: body.workflows,
        };
      case 'unsubscribe':
        return { left: 0 };
      case 'countRuns':
        return { statuses: countsOf(runsThatFit(this.all(query), query)) };
      case 'getStatistics':
        return this.onStatistics(query);
      case 'listSlos':
        return this.onSlos(query);
      case 'getWorkflowSlos':
        return this.onWorkflowSlos(`${params.engine}/${params.name}`, query);
      case 'listFacets':
        return { facets: this.facetsOf(query) };
      case 'listViews':
        return { items: this.views.items, isMore: false };
      case 'getView':
        return this.views.get(params.viewId);
      case 'createView':
        return this.views.create(body as ViewRequest);
      case 'changeView':
        return this.views.change(params.viewId, body as ViewChange);
      case 'deleteView':
        return this.views.delete(params.viewId);
      case 'launch':
        return this.onLaunch(body as LaunchRequest);
      case 'getRun': {
        const found = this.find(params.runId);
        const { run, states, business, watch, failureGroup, kept } = found;
        return {
          ...run,
          states,
          business,
          parallelBranches: [],
          failureGroup,
          kept,
          freshness: found.freshness ?? null,
          attributes: found.attributes ?? null,
          ...(watch ?? { watching: false, watchers: 0 }),
        };
      }
      case 'listSteps':
        return { items: this.find(params.runId).steps, nextAfter: null };
      case 'listAttempts':
        return { items: this.find(params.runId).attempts, nextAfter: null };
      case 'listEvents':
        return { items: this.pageOf(this.find(params.runId).events, query) };
      case 'listLogs':
        return { items: this.pageOf(this.find(params.runId).logs, query) };
      case 'listPayloads':
        return {
          items: this.find(params.runId).payloads.filter(
            each => !query.step || each.stepKey === query.step,
          ),
        };
      case 'listArtifacts':
        return { items: this.find(params.runId).artifacts };
      case 'listActions':
        return { items: this.find(params.runId).actions };
      case 'listRunAudit':
        return this.audit.ofRun(this.find(params.runId));
      case 'listAudit':
        return this.audit.list(query);
      case 'explainAccess':
        return this.audit.explain(this.find(params.runId).run, query.principal);
      case 'listEngines':
        return { items: this.engines };
      case 'syncEngine':
        return (
          this.engines.find(({ id: each }) => each === params.engineId) ??
          refuse(404, 'NotFoundError', 'No such engine')
        );
      case 'syncRun':
        return this.syncRun(this.find(params.runId));
      case 'getKeys':
        return this.audit.keys;
      case 'shredKeys':
        return { shredded: 1, goingOn: 0 };
      case 'listAnnotations':
        return this.listAnnotations(this.find(params.runId), query);
      case 'listFailureGroups':
        return this.failureGroups.list(query);
      case 'getFailureGroup':
        return this.failureGroups.get(params.groupId);
      case 'getArtifactUrl':
        return {
          url: `https://portal.example/artifacts/${params.artifactId}?sig=x`,
          expiresAt: new Date(
            Date.now() + (query.expiresInSeconds ?? 300) * 1_000,
          ).toISOString(),
        };
      case 'watchRun':
        return this.watch(this.find(params.runId), body.watch === true);
      case 'getTraces':
        return { sources: this.find(params.runId).traceSources };
      case 'getExternalLogs':
        return { sources: this.find(params.runId).logSources };
      case 'listDecisions':
        return { items: this.find(params.runId).decisions };
      case 'getForecast':
        return forecastOf(this.find(params.runId));
      case 'getLineage':
        return this.lineage(this.find(params.runId).run);
      case 'compareRuns':
        return this.compare(params.runId, query.with ?? 'last-good');
      case 'purgeRun':
        return this.retention.purge(
          this.find(params.runId).run.id,
          query.reason!,
        );
      default:
        if (Object.hasOwn(bulkRoutes, id)) {
          const runs = this.all(body.filter ?? {});
          return this.bulkJobs.answer(id, { params, query, body, runs });
        }
        if (Object.hasOwn(privacyRoutes, id)) {
          return this.privacy.answer(id, params, body);
        }
        if (Object.hasOwn(alertRoutes, id)) {
          return this.alerts.answer(id, { params, query, body });
        }
        if (Object.hasOwn(retentionRoutes, id)) {
          return this.retention.answer(id, { params, query, body });
        }
        if (Object.hasOwn(webhookRoutes, id)) {
          return this.webhooks.answer(id, { params, query, body });
        }
        if (Object.hasOwn(questionRoutes, id)) {
          const { questions } = this.find(params.runId);
          return answerQuestion(id as never, questions, { query, body });
        }
        if (Object.hasOwn(failureRoutes, id)) {
          return this.failureGroups.change(params.groupId, id, body);
        }
        if (
          Object.hasOwn(actionRoutes, id) ||
          Object.hasOwn(remarkRoutes, id)
        ) {
          return this.operate(id, params.runId, body);
        }
        throw new Error(`The fake has no ${id}`);
    }
  }

  private operate(id: string, runId: string, body: Record<string, unknown>) {
    const result: ActionResult = {
      status: 'completed',
      runId,
      newStatus: this.find(runId).run.status,
      message: 'The engine has taken the request',
    };
    if (Object.hasOwn(remarkRoutes, id)) this.remark(id, runId, body);
    return { ...result, ...this.onOperation(id, runId, body) };
  }

  private remark(id: string, runId: string, body: Record<string, unknown>) {
    const held = this.find(runId);
    const { run } = held;
    const { add = [], remove = [] } = body as Record<string, string[]>;
    if (id === 'tagRun') {
      const kept = run.tags.filter(
        tag => !remove.includes(tag) && !add.includes(tag),
      );
      held.run = { ...run, tags: [...kept, ...add] };
    } else if (id === 'assignRun') {
      held.run = { ...run, owner: body.owner as string | null };
    } else {
      held.annotations = [
        {
          id: `note-${held.annotations.length + 1}`,
          runId,
          author: 'user:default/operator',
          note: String(body.note),
          createdAt: new Date().toISOString(),
        },
        ...held.annotations,
      ];
    }
  }

  private watch(run: FakeRun, watching: boolean) {
    const before = run.watch ?? { watching: false, watchers: 0 };
    const joined = Number(watching) - Number(before.watching);
    run.watch = { watching, watchers: before.watchers + joined };
    return run.watch;
  }

  private listAnnotations(
    { annotations }: FakeRun,
    { after, limit = 50 as never }: Partial<FakeQuery>,
  ) {
    const start = Number(after ?? 0);
    const end = start + Number(limit);
    return {
      items: annotations.slice(start, end),
      nextAfter: end < annotations.length ? String(end) : null,
    };
  }

  /** All runs, or those of some groups of failures. */
  private all(query: { failureGroup?: string } = {}) {
    const groups = query.failureGroup?.split(',');
    return this.runs
      .filter(each => !groups || groups.includes(each.failureGroup?.id ?? ''))
      .map(each => each.run);
  }

  private lineage({ id, parentRunId, originRunId }: Run): Lineage {
    const related = (
      relation: RelatedRun['relation'],
      isIt: (run: Run) => boolean,
    ) =>
      this.all()
        .filter(isIt)
        .map(run => {
          // What was said when the later one of the two was launched.
          const isBefore = relation === 'parent' || relation === 'origin';
          const { comesAs, comesByStep } = this.find(isBefore ? id : run.id);
          return { ...run, relation, as: comesAs, stepKey: comesByStep };
        });
    return {
      parents: related('parent', run => run.id === parentRunId),
      origins: related('origin', run => run.id === originRunId),
      children: {
        items: related('child', run => run.parentRunId === id),
        nextToken: null,
      },
      repeats: {
        items: related('repeat', run => run.originRunId === id),
        nextToken: null,
      },
    };
  }

  private compare(id: string, other: string): Comparison {
    const a = this.find(id);
    const b =
      other === 'last-good'
        ? this.runs.find(
            ({ run }) =>
              run.status === 'completed' &&
              run.workflow.ref === a.run.workflow.ref &&
              run.queuedAt < a.run.queuedAt,
          ) ?? refuse(404, 'NotFoundError', 'No run before it has completed')
        : this.find(other);
    const diff = (direction: Payload['direction']) => {
      const [ofA, ofB] = [a, b].map(run =>
        run.payloads.find(
          each => each.stepKey === null && each.direction === direction,
        ),
      );
      return ofA && ofB ? diffJson(ofA.value, ofB.value) : null;
    };
    return {
      a: a.run,
      b: b.run,
      versionsDiffer:
        a.run.workflow.id !== b.run.workflow.id ||
        a.run.workflowVersion !== b.run.workflowVersion,
      steps: compareSteps(
        a.steps.filter(step => step.itemIndex < 0),
        b.steps.filter(step => step.itemIndex < 0),
      ),
      input: diff('input'),
      output: diff('output'),
    };
  }

  private listRuns(query: Partial<FakeQuery>) {
    const matching = inOrder(runsThatFit(this.all(query), query), query.sort);
    const start = query.token
      ? matching.findIndex(run => run.id === query.token) + 1
      : 0;
    const searchedBackTo = query.token ? null : this.searchedBackTo;
    const items = matching
      .slice(start, start + (query.limit ?? 50))
      .filter(run => !searchedBackTo || run.queuedAt >= searchedBackTo);
    const more = searchedBackTo || start + items.length < matching.length;
    const nextToken = more ? items.at(-1)?.id ?? 'from the start' : null;
    const position = this.streams.place();
    return { items, nextToken, searchedBackTo, position };
  }

  /** Each facet counts what fits all filters but its own. */
  private facetsOf({ facets = '' as never, ...query }: Partial<FakeQuery>) {
    return (facets as string)
      .split(',')
      .map(facet =>
        facetOf(
          runsThatFit(this.all(query), { ...query, [facet]: undefined }),
          facet as RunFacet,
        ),
      );
  }

  private pageOf<T extends { number: number } | { sequence: number }>(
    items: T[],
    { after = 0 as never, limit = 200 as never }: Partial<FakeQuery>,
  ): T[] {
    return items
      .filter(item => ('number' in item ? item.number : item.sequence) > after)
      .slice(0, limit);
  }

  private find(runId: string): FakeRun {
    return (
      this.runs.find(each => each.run.id === runId) ??
      refuse(404, 'NotFoundError', `There is no run ${runId}`)
    );
  }
}

function refuse(status: number, name: string, message: string): never {
  throw apiError(status, { name, message });
}

function forecastOf({ run, forecast }: FakeRun): Forecast {
  return {
    at: run.updatedAt,
    finish: null,
    reason: forecast.finish ? null : 'too_few_runs',
    becauseOf: null,
    runs: 0,
    breachChance: null,
    steps: [],
    ...forecast,
  };
}
