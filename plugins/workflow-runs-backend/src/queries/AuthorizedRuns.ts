import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  ExportedRun,
  permissionNames,
  Run,
  RunAction,
  RunFacet,
  RunFilter,
  Workflow,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowCriterion } from 'backstage-plugin-workflow-runs-node';
import { BusinessEventLinks } from '../businessEvents/businessEventLinks';
import { toIsoOrNull } from '../database/time';
import { CapabilitiesOf } from '../sync/Engines';
import { Tombstones } from '../retention/Tombstones';
import { ActionRefused } from '../runs/ActionRefused';
import { allowedActions, allowedLaunch } from '../runs/allowedActions';
import { WorkflowQueries, WorkflowRecord } from '../workflows/WorkflowQueries';
import { Authorizer, Visibilities } from './Authorizer';
import {
  isRunVisible,
  isWorkflowVisible,
  overlapOf,
  Visibility,
} from './condition';
import { PermissionMissing } from './PermissionMissing';
import { resourceOf } from './resourceOf';
import { RunCounts } from './RunCounts';
import { ListQuery, RunQueries } from './RunQueries';
import { RunRecord } from './runToWire';

/**
 * Runs and workflows as one caller may see them. Routes, streams and actions all read through it:
 * what the caller may not see does not exist.
 */
export class AuthorizedRuns {
  static async create(
    credentials: BackstageCredentials,
    options: {
      authorizer: Authorizer;
      runs: RunQueries;
      counts: RunCounts;
      workflows: WorkflowQueries;
      capabilities: CapabilitiesOf;
      businessEvents: BusinessEventLinks;
      tombstones: Tombstones;
    },
  ): Promise<AuthorizedRuns> {
    const visibilities = await options.authorizer.visibilities(credentials);
    return new AuthorizedRuns(visibilities, options);
  }

  private constructor(
    private readonly visibilities: Visibilities,
    private readonly options: {
      runs: RunQueries;
      counts: RunCounts;
      workflows: WorkflowQueries;
      capabilities: CapabilitiesOf;
      businessEvents: BusinessEventLinks;
      tombstones: Tombstones;
    },
  ) {}

  /** @throws NotAllowedError where the caller may see no run at all, or search none for texts */
  async listRecords(query: ListQuery) {
    return this.options.runs.list(query, this.#readableRuns(query.filter));
  }

  /** The same as they are shown. */
  async listRuns(query: ListQuery) {
    const { items, searchedBackTo, ...page } = await this.listRecords(query);
    return {
      ...page,
      items: items.map(run => this.toWire(run)),
      searchedBackTo: toIsoOrNull(searchedBackTo),
    };
  }

  /**
   * A page of the runs that the caller may both see and do something to.
   *
   * @throws NotAllowedError where the caller may do it to no run at all
   */
  async listRunsFor(permission: string, query: ListQuery) {
    const visibility = overlapOf(
      this.#readableRuns(query.filter),
      readable(this.visibilities.runs, permission),
    );
    const { items, ...page } = await this.options.runs.list(query, visibility);
    return { ...page, items: items.map(run => this.toShown(run)) };
  }

  /** @throws NotAllowedError where the caller may see no run at all */
  async countRuns(filter: RunFilter) {
    return this.options.counts.byStatus(filter, this.#readableRuns(filter));
  }

  /** @throws NotAllowedError where the caller may see no run at all */
  async listFacets(facets: readonly RunFacet[], filter: RunFilter) {
    const visibility = this.#readableRuns(filter);
    return this.options.counts.facets(facets, filter, visibility);
  }

  /**
   * Sums up runs, of which the caller is told no more than of those that may be seen.
   *
   * @throws NotAllowedError where the caller may see no run at all
   */
  async sumUp<T>(read: (visibility: Visibility) => Promise<T>): Promise<T> {
    return read(this.#readableRuns({}));
  }

  /** @throws NotFoundError where there is none, or none that the caller may see; one that was deleted says so */
  async getRun(runId: string): Promise<RunRecord> {
    const visibility = this.#readableRuns({});
    const run = await this.options.runs.get(runId, visibility);
    if (run) return run;
    await this.options.tombstones.explain(runId, visibility);
    throw new NotFoundError(
      `There is no run '${runId}', or you may not see it`,
    );
  }

  /**
   * Runs in the order of the given ids, with holes where there are none, or none that the caller may see.
   *
   * @throws NotAllowedError where the caller may see no run at all
   */
  async findRuns(runIds: string[]): Promise<(RunRecord | undefined)[]> {
    this.demandSight();
    const found = await this.options.runs.getMany(runIds);
    return found.map(run => (run && this.maySee(run) ? run : undefined));
  }

  /** @throws NotAllowedError where the caller may see no run at all */
  demandSight(): void {
    this.#readableRuns({});
  }

  /**
   * What the caller may do something to, for what is asked of other tables.
   *
   * @throws NotAllowedError where that is nothing
   */
  visible(permission: string): Visibility {
    return readable(this.visibilities.runs, permission);
  }

  /** The same, where nothing will do. */
  visibility(permission: string): Visibility {
    return this.visibilities.runs.get(permission) ?? 'none';
  }

  /** Whether the caller may see a run that is loaded already. */
  maySee(run: RunRecord): boolean {
    return this.permits(permissionNames.runRead, run);
  }

  /** Whether the caller may find a run that is loaded already by what it was given. */
  mayFindByText(run: RunRecord): boolean {
    return this.permits(permissionNames.runReadIo, run);
  }

  /**
   * That a list may be asked for.
   *
   * @throws NotAllowedError where the caller may see no run at all, or search none for texts
   */
  demandList(filter: RunFilter): void {
    this.#readableRuns(filter);
  }

  /** Whether the caller has a permission on a run that is loaded already. */
  permits(permission: string, run: RunRecord): boolean {
    return isRunVisible(resourceOf(run), this.visibility(permission));
  }

  /** Names of all that the caller may do to a run, or without one. */
  rightsOn(run: RunRecord): string[] {
    return [...this.rightsOnRun(run), ...this.visibilities.basic];
  }

  /** Names of all that the caller may do to a run: whoever may do the same is shown the same of it. */
  rightsOnRun(run: RunRecord): string[] {
    return [...this.visibilities.runs.keys()].filter(permission =>
      this.permits(permission, run),
    );
  }

  /** What was decided on runs: whoever has the same sees the same runs. */
  get decision(): string {
    return JSON.stringify([...this.visibilities.runs]);
  }

  /**
   * A run that the caller may do something to.
   *
   * @throws NotAllowedError where the caller may see it, but not do that
   */
  async getRunFor(permission: string, runId: string): Promise<RunRecord> {
    const run = await this.getRun(runId);
    if (!this.permits(permission, run)) throw new PermissionMissing(permission);
    return run;
  }

  /** @throws ActionRefused where the state of the run does not allow the action */
  demandAllowed(run: RunRecord, action: RunAction): void {
    const { allowedActions: actions, status } = this.toWire(run);
    const { allowed, reason } = actions[action];
    if (!allowed) throw new ActionRefused(reason!, status, actions);
  }

  async listWorkflows(filter: { entity?: string }): Promise<Workflow[]> {
    const workflows = await this.options.workflows.list(
      filter,
      this.readableWorkflows(),
    );
    return workflows.map(workflow => this.toWireWorkflow(workflow));
  }

  /** @throws NotFoundError where there is none, or none that the caller may see */
  async getWorkflow(ref: {
    engine: string;
    name: string;
  }): Promise<WorkflowRecord> {
    const workflow = await this.options.workflows.get(
      ref,
      this.readableWorkflows(),
    );
    if (!workflow) {
      throw new NotFoundError(
        `There is no workflow '${ref.engine}/${ref.name}', or you may not see it`,
      );
    }
    return workflow;
  }

  /** @throws NotAllowedError where the caller may see it, but not launch it */
  async getWorkflowToLaunch(ref: {
    engine: string;
    name: string;
  }): Promise<WorkflowRecord> {
    const workflow = await this.getWorkflow(ref);
    if (!this.#mayLaunch(workflow)) {
      throw new PermissionMissing(permissionNames.runLaunch);
    }
    return workflow;
  }

  /** Whether the caller has a permission that no run or workflow narrows. */
  has(permission: string): boolean {
    return this.visibilities.basic.has(permission);
  }

  /** @throws NotAllowedError where the caller has not */
  demand(permission: string): void {
    if (!this.has(permission)) throw new PermissionMissing(permission);
  }

  /** A run without what the caller may not read. */
  toShown(record: RunRecord): ExportedRun {
    const {
      ownerRefs: _,
      definitionHash: __,
      version: ___,
      storedInputDeletedAt: ____,
      nativeId: _____,
      parentStepKey: ______,
      originAs: _______,
      ...run
    } = record;
    const mayReadIo = this.permits(permissionNames.runReadIo, record);
    return {
      ...run,
      businessEventUrl: this.options.businessEvents(run.businessEventId),
      inputsSummary: mayReadIo ? run.inputsSummary : null,
      outputsSummary: mayReadIo ? run.outputsSummary : null,
    };
  }

  /** The same, with what the caller may do to it. */
  toWire(record: RunRecord): Run {
    return {
      ...this.toShown(record),
      allowedActions: allowedActions(
        record,
        this.options.capabilities(record.workflow.engine, record),
        permission => this.permits(permission, record),
      ),
    };
  }

  toWireWorkflow(record: WorkflowRecord): Workflow {
    const {
      engineInstance: _,
      namespace: __,
      slaAnnotated: ___,
      definitionHash: ____,
      ...workflow
    } = record;
    const capabilities = this.options.capabilities(workflow.engine);
    return {
      ...workflow,
      capabilities,
      allowedActions: {
        launch: allowedLaunch(record, capabilities, () =>
          this.#mayLaunch(record),
        ),
      },
    };
  }

  /**
   * What the caller may see of what is asked for. Whoever may not read what a run was given must not find it
   * by that either.
   */
  #readableRuns({ q }: RunFilter): Visibility {
    const runs = readable(this.visibilities.runs, permissionNames.runRead);
    if (q === undefined) return runs;
    const { runReadIo } = permissionNames;
    return overlapOf(runs, readable(this.visibilities.runs, runReadIo));
  }

  /** @throws NotAllowedError where the caller may see no workflow at all */
  readableWorkflows(): Visibility<WorkflowCriterion> {
    return readable(this.visibilities.workflows, permissionNames.workflowRead);
  }

  #mayLaunch(workflow: WorkflowRecord): boolean {
    const { workflows } = this.visibilities;
    const visibility = workflows.get(permissionNames.runLaunch) ?? 'none';
    return isWorkflowVisible(workflow, visibility);
  }
}

/** A caller with no way to see anything is told so; the answer tells of no row. */
function readable<C>(
  visibilities: ReadonlyMap<string, Visibility<C>>,
  permission: string,
): Visibility<C> {
  const visibility = visibilities.get(permission) ?? 'none';
  if (visibility === 'none') throw new PermissionMissing(permission);
  return visibility;
}
