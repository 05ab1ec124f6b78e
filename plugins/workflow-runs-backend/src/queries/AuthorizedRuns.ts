import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  Capabilities,
  permissionNames,
  Run,
  RunAction,
  RunFilter,
  Workflow,
} from 'backstage-plugin-workflow-runs-common';
import { ActionRefused } from '../runs/ActionRefused';
import {
  allowedActions,
  allowedLaunch,
  missingPermission,
} from '../runs/allowedActions';
import { WorkflowQueries, WorkflowRecord } from '../workflows/WorkflowQueries';
import { Authorizer, Visibilities } from './Authorizer';
import { isVisible, Visibility } from './condition';
import { RunQueries } from './RunQueries';
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
      workflows: WorkflowQueries;
      capabilities: (engine: string) => Capabilities;
    },
  ): Promise<AuthorizedRuns> {
    const visibilities = await options.authorizer.visibilities(credentials);
    return new AuthorizedRuns(visibilities, options);
  }

  private constructor(
    private readonly visibilities: Visibilities,
    private readonly options: {
      runs: RunQueries;
      workflows: WorkflowQueries;
      capabilities: (engine: string) => Capabilities;
    },
  ) {}

  /** @throws NotAllowedError where the caller may see no run at all */
  async listRuns(query: { filter: RunFilter; limit: number; token?: string }) {
    const page = await this.options.runs.list(
      query,
      this.#mayRead(permissionNames.runRead),
    );
    return { ...page, items: page.items.map(run => this.toWire(run)) };
  }

  /** @throws NotFoundError where there is none, or none that the caller may see */
  async getRun(runId: string): Promise<RunRecord> {
    const visibility = this.#mayRead(permissionNames.runRead);
    const run = await this.options.runs.get(runId, visibility);
    if (!run)
      throw new NotFoundError(
        `There is no run '${runId}', or you may not see it`,
      );
    return run;
  }

  /** Whether the caller may see a run that is loaded already. */
  maySee(run: RunRecord): boolean {
    return this.#permits(permissionNames.runRead, run);
  }

  /**
   * A run that the caller may do something to.
   *
   * @throws NotAllowedError where the caller may see it, but not do that
   */
  async getRunFor(permission: string, runId: string): Promise<RunRecord> {
    const run = await this.getRun(runId);
    this.#demand(permission, run);
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
      this.#mayRead(permissionNames.workflowRead),
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
      this.#mayRead(permissionNames.workflowRead),
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
    this.#demand(permissionNames.runLaunch, {
      workflow,
      ownerRefs: workflow.ownerRefs,
    });
    return workflow;
  }

  /** A run with what the caller may do to it. */
  toWire(record: RunRecord): Run {
    const { ownerRefs: _, ...run } = record;
    return {
      ...run,
      allowedActions: allowedActions(
        run,
        this.options.capabilities(run.workflow.engine),
        permission => this.#permits(permission, record),
      ),
    };
  }

  toWireWorkflow(record: WorkflowRecord): Workflow {
    const {
      engineInstance: _,
      namespace: __,
      definitionHash,
      ...workflow
    } = record;
    const capabilities = this.options.capabilities(workflow.engine);
    return {
      ...workflow,
      capabilities,
      allowedActions: {
        launch: allowedLaunch({ definitionHash }, capabilities, permission =>
          this.#permits(permission, {
            workflow,
            ownerRefs: workflow.ownerRefs,
          }),
        ),
      },
    };
  }

  /** A caller with no way to see anything is told so; the answer tells of no row. */
  #mayRead(permission: string): Visibility {
    const visibility = this.visibilities.get(permission) ?? 'none';
    if (visibility === 'none')
      throw new NotAllowedError(missingPermission(permission));
    return visibility;
  }

  #permits(
    permission: string,
    { workflow, ownerRefs }: { workflow: { ref: string }; ownerRefs: string[] },
  ): boolean {
    return isVisible(
      { ref: workflow.ref, ownerRefs },
      this.visibilities.get(permission) ?? 'none',
    );
  }

  #demand(
    permission: string,
    run: { workflow: { ref: string }; ownerRefs: string[] },
  ): void {
    if (!this.#permits(permission, run)) {
      throw new NotAllowedError(missingPermission(permission));
    }
  }
}
