import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ArtifactStores } from '../artifacts/ArtifactStores';
import { LeaseClock } from '../database/clock';
import { newId } from '../database/ids';
import { Redactor } from '../privacy/Redactor';
import { RetentionConfig } from './config';
import { Purge } from './Purge';
import { RetentionDesk } from './RetentionDesk';
import { RetentionJobStore } from './RetentionJobStore';
import { RetentionPolicies } from './RetentionPolicies';
import { RetentionRunner } from './RetentionRunner';

/** Puts together what is asked of retention and what carries it out. */
export function createRetention(options: {
  knex: Knex;
  config: RetentionConfig;
  clock: LeaseClock;
  now: () => number;
  stores: ArtifactStores;
  redactor: Redactor;
  logger: LoggerService;
}): {
  desk: RetentionDesk;
  policies: RetentionPolicies;
  runner: RetentionRunner;
} {
  const policies = new RetentionPolicies(options);
  const jobs = new RetentionJobStore({ ...options, owner: newId('keep') });
  const purge = new Purge(options);
  const runner = new RetentionRunner({ ...options, jobs, policies, purge });
  const desk = new RetentionDesk({
    ...options,
    policies,
    jobs,
    purge,
    notify: () => runner.notify(),
  });
  return { desk, policies, runner };
}

/** Lets the clock start jobs: that of one backend of all. Who works on them is not its concern. */
export async function scheduleRetention(
  scheduler: SchedulerService,
  desk: RetentionDesk,
  { schedule }: RetentionConfig,
): Promise<void> {
  if (!schedule) return;
  await scheduler.scheduleTask({
    ...schedule,
    id: 'workflow-runs-retention',
    scope: 'global',
    // A portal that has just started has other things to do.
    initialDelay: { minutes: 5 },
    fn: async () => {
      await desk.start(null);
    },
  });
}
