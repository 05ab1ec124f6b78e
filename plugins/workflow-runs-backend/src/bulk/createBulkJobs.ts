import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { Redactor } from '../privacy/Redactor';
import { RunQueries } from '../queries/RunQueries';
import { Remarks } from '../remarks/Remarks';
import { CapabilitiesOf } from '../sync/Engines';
import { ActionDesk } from '../runs/ActionDesk';
import { RunService } from '../runs/RunService';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { createBulkActions } from './bulkActions';
import { BulkJobLeases } from './BulkJobLeases';
import { BulkJobRunner } from './BulkJobRunner';
import { BulkJobs } from './BulkJobs';
import { BulkJobStore } from './BulkJobStore';

/** Puts together what starts bulk jobs and what works on them: every backend does both. */
export function createBulkJobs(options: {
  knex: Knex;
  clock: LeaseClock;
  now: () => number;
  redactor: Redactor;
  logger: LoggerService;
  runs: RunQueries;
  workflows: WorkflowQueries;
  desk: ActionDesk;
  service: RunService;
  remarks: Remarks;
  capabilities: CapabilitiesOf;
}): { jobs: BulkJobs; runner: BulkJobRunner } {
  const store = new BulkJobStore(options.knex, options.now);
  const runner = new BulkJobRunner({
    ...options,
    store,
    leases: new BulkJobLeases({ ...options, owner: newId('bulk') }),
    actions: createBulkActions(options),
  });
  const notify = () => runner.notify();
  return { jobs: new BulkJobs({ ...options, store, notify }), runner };
}
