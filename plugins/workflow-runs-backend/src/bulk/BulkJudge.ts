import {
  BulkAction,
  permissionOfAction,
  Run,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { RunRecord } from '../queries/runToWire';
import { missingPermission } from '../runs/allowedActions';

/** What is said of a run alike whether there is none or the caller may not see it. */
export const NOT_THERE = 'There is no such run, or you may not see it';

/** Says of which runs a caller may ask something now. */
export class BulkJudge {
  /** Why runs of a workflow cannot be launched, by the workflow: many runs have the same. */
  readonly #refusedLaunches = new Map<string, Promise<string | undefined>>();

  constructor(
    private readonly runs: AuthorizedRuns,
    private readonly action: BulkAction,
  ) {}

  /** Why not; undefined where the caller may, and the state of the run allows it. */
  async refusalOf(run: Run | undefined): Promise<string | undefined> {
    if (!run) return NOT_THERE;
    const { allowed, reason } = run.allowedActions[this.action];
    return allowed ? this.#refusalToLaunch(run) : reason!;
  }

  /** The same, but for the state of the run: it is judged when the run is acted on. */
  async refusalByRights(
    run: RunRecord | undefined,
  ): Promise<string | undefined> {
    if (!run) return NOT_THERE;
    const permission = permissionOfAction[this.action];
    return this.runs.permits(permission, run)
      ? this.#refusalToLaunch(run)
      : missingPermission(permission);
  }

  /** Whoever launches a run has to see its workflow. */
  async #refusalToLaunch(
    run: Pick<Run, 'workflow'>,
  ): Promise<string | undefined> {
    if (this.action !== 'rerun') return undefined;
    const { engine, name, ref } = run.workflow;
    let refused = this.#refusedLaunches.get(ref);
    if (!refused) {
      refused = this.runs.getWorkflow({ engine, name }).then(
        () => undefined,
        error => {
          if (/^Not(Found|Allowed)Error$/.test(error.name))
            return error.message;
          throw error;
        },
      );
      this.#refusedLaunches.set(ref, refused);
    }
    return refused;
  }
}
