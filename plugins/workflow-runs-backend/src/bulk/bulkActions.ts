import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError } from '@backstage/errors';
import {
  BulkAction,
  EngineAction,
} from 'backstage-plugin-workflow-runs-common';
import { RequestDetails } from '../engine/requests';
import { RunQueries } from '../queries/RunQueries';
import { RunRecord } from '../queries/runToWire';
import { toOwnerRef } from '../remarks/ownerRef';
import { Remark, Remarks } from '../remarks/Remarks';
import { CapabilitiesOf } from '../sync/Engines';
import { ActionDesk } from '../runs/ActionDesk';
import { allowedActions } from '../runs/allowedActions';
import { RunService } from '../runs/RunService';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { HeldJob } from './BulkJobLeases';

/** How long a launch waits for its run to be taken up, in milliseconds. */
const TAKE_UP_MS = 2_000;
const TAKE_UP_POLL_MS = 100;

type Ordered = Pick<HeldJob, 'name' | 'params' | 'reason' | 'startedBy'>;

/** Does one thing to one run, once for each key. It tells of the run that it has launched. */
export type ActOnRun = (
  run: RunRecord,
  job: Ordered,
  idempotencyKey: string,
) => Promise<{ resultRunId: string | null }>;

/** What each action of a bulk job does to a run. The runs have been authorised when the job started. */
export function createBulkActions(options: {
  runs: RunQueries;
  workflows: WorkflowQueries;
  desk: ActionDesk;
  service: RunService;
  remarks: Remarks;
  capabilities: CapabilitiesOf;
}): Record<BulkAction, ActOnRun> {
  const { runs, workflows, desk, service, remarks, capabilities } = options;
  /** What the state of the run allows; who asks was asked for their rights before. */
  const allowedNow = async (runId: string) => {
    const run = await runs.get(runId, 'all');
    if (!run) throw new NotFoundError('The run is not there any more');
    const able = capabilities(run.workflow.engine, run);
    return {
      status: run.status,
      allowed: allowedActions(run, able, () => true),
    };
  };
  const ask =
    (
      action: EngineAction,
      reasonOf: (job: Ordered) => string,
      detailsOf?: (job: Ordered) => RequestDetails,
    ): ActOnRun =>
    async (run, job, idempotencyKey) => {
      await desk.act(
        run,
        { action, reason: reasonOf(job), details: detailsOf?.(job) },
        () => allowedNow(run.id),
        { ref: job.startedBy },
        idempotencyKey,
      );
      return { resultRunId: null };
    };
  const remark =
    (say: (job: Ordered) => Remark): ActOnRun =>
    async (run, job, idempotencyKey) => {
      const caller = { ref: job.startedBy };
      await remarks.keep(run, say(job), caller, idempotencyKey);
      return { resultRunId: null };
    };
  const untilTakenUp = async (runId: string) => {
    for (let waited = 0; waited < TAKE_UP_MS; waited += TAKE_UP_POLL_MS) {
      const run = await runs.get(runId, 'all');
      if (run?.status !== 'queued') return;
      await sleep(TAKE_UP_POLL_MS);
    }
  };
  return {
    pause: ask('pause', because),
    resume: ask('resume', because),
    cancel: ask('cancel', because),
    terminate: ask('terminate', because),
    retry: ask('retry', because),
    send_event: ask('send_event', because, ({ params }) => ({
      name: params.name!,
      payload: params.payload ?? null,
    })),
    resolve: ask('resolve', job => `${job.params.note} (${because(job)})`),
    tag: remark(job => ({
      action: 'tag',
      add: job.params.add ?? [],
      remove: job.params.remove ?? [],
      reason: because(job),
    })),
    assign: remark(job => ({
      action: 'assign',
      owner: job.params.owner ? toOwnerRef(job.params.owner) : null,
      reason: because(job),
    })),
    rerun: async (run, job, idempotencyKey) => {
      const { engine, name } = run.workflow;
      const workflow = await workflows.get({ engine, name }, 'all');
      if (!workflow)
        throw new NotFoundError('Its workflow is not there any more');
      const { result } = await service.rerun(
        run,
        workflow,
        {},
        { ref: job.startedBy },
        idempotencyKey,
      );
      // Where the engine has no room, what others launch does not queue behind the whole job.
      await untilTakenUp(result.runId);
      return { resultRunId: result.runId };
    },
  };
}

function because({ name, reason }: Ordered): string {
  return `Bulk job '${name}': ${reason}`;
}
