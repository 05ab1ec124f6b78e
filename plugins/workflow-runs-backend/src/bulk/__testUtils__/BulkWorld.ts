import { mockCredentials } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  BulkAction,
  bulkJobRequestSchema,
  BulkJobRequest,
  permissionNames,
  runActionSchema,
} from 'backstage-plugin-workflow-runs-common';
import { silentLogger } from '../../__testUtils__/silentLogger';
import { newId } from '../../database/ids';
import { testPrivacy } from '../../__testUtils__/testPrivacy';
import { AuthorizedRuns } from '../../queries/AuthorizedRuns';
import { Visibility } from '../../queries/condition';
import { RunCounts } from '../../queries/RunCounts';
import { RunQueries } from '../../queries/RunQueries';
import { Remarks } from '../../remarks/Remarks';
import { ActionDesk } from '../../runs/ActionDesk';
import { RunService } from '../../runs/RunService';
import { WorkflowQueries } from '../../workflows/WorkflowQueries';
import { ActOnRun, createBulkActions } from '../bulkActions';
import { BulkJobLeases } from '../BulkJobLeases';
import { BulkJobRecord } from '../bulkJobToWire';
import { BulkJobRunner } from '../BulkJobRunner';
import { BulkJobs } from '../BulkJobs';
import { BulkJobStore } from '../BulkJobStore';

const EVERYTHING = {
  launch: true,
  actions: [...runActionSchema.options],
  logs: true,
  artifacts: true,
};
const capabilities = () => EVERYTHING;

/** A backend that works on bulk jobs. */
export interface BulkBackend {
  leases: BulkJobLeases;
  runner: BulkJobRunner;
}

/** Bulk jobs on a test database, with as many backends as are wanted. */
export class BulkWorld {
  /** The time of the database, by which leases are held. */
  now = 1_000;
  readonly problems: string[] = [];
  readonly store: BulkJobStore;
  readonly jobs: BulkJobs;
  readonly actions: Record<BulkAction, ActOnRun>;
  readonly #redactor = testPrivacy().withoutRun;

  constructor(
    readonly parts: {
      knex: Knex;
      runs: RunQueries;
      workflows: WorkflowQueries;
      desk: ActionDesk;
      service: RunService;
      remarks?: Remarks;
    },
  ) {
    this.store = new BulkJobStore(parts.knex, () => this.now);
    this.jobs = new BulkJobs({
      store: this.store,
      redactor: this.#redactor,
      notify: () => {},
    });
    this.actions = createBulkActions({
      ...parts,
      remarks: parts.remarks!,
      capabilities,
    });
  }

  backend(
    owner = 'backend_1',
    actions: Partial<Record<BulkAction, ActOnRun>> = {},
  ): BulkBackend {
    const { knex, runs } = this.parts;
    const now = () => this.now;
    const leases = new BulkJobLeases({
      knex,
      clock: async () => this.now,
      now,
      owner,
    });
    const runner = new BulkJobRunner({
      leases,
      store: this.store,
      runs,
      actions: { ...this.actions, ...actions },
      redactor: this.#redactor,
      logger: silentLogger(problem => this.problems.push(problem)),
      now,
    });
    return { leases, runner };
  }

  /** Runs as somebody may see them who may do anything, but for what is said. */
  async reader(
    rights: Partial<Record<string, Visibility>> = {},
    basic: string[] = [],
  ): Promise<AuthorizedRuns> {
    const { knex, runs, workflows } = this.parts;
    const names = Object.values(permissionNames);
    const visibilities = {
      runs: new Map(names.map(name => [name, rights[name] ?? 'all'])),
      workflows: new Map(names.map(name => [name, rights[name] ?? 'all'])),
      basic: new Set(basic),
    };
    return AuthorizedRuns.create(mockCredentials.user(), {
      authorizer: { visibilities: async () => visibilities } as any,
      runs,
      counts: new RunCounts(knex),
      workflows,
      capabilities,
      businessEvents: () => null,
    });
  }

  /** Starts a job as the API does. */
  async start(
    request: Partial<BulkJobRequest>,
    options: { reader?: AuthorizedRuns; who?: string; key?: string } = {},
  ): Promise<BulkJobRecord> {
    const { reader = await this.reader(), who = 'user:default/ada' } = options;
    const parsed = bulkJobRequestSchema.parse({
      name: 'Tidy up',
      action: 'cancel',
      reason: 'no longer needed',
      ...request,
    });
    const items = await this.jobs.freeze(reader, parsed);
    return this.jobs.start(
      newId('blk'),
      parsed,
      items,
      { ref: who },
      options.key,
    );
  }

  /** Lets a backend work until it has nothing to do. */
  async work({ runner }: BulkBackend): Promise<void> {
    await runner.look();
    await runner.idle();
  }

  async job(id: string): Promise<BulkJobRecord> {
    return (await this.store.get(id))!;
  }

  /** What has become of each run, by its id. */
  async outcomes(jobId: string): Promise<Record<string, string>> {
    const items = await this.store.items(jobId, { limit: 10_000 });
    return Object.fromEntries(
      items.map(({ runId, outcome, reason }) => [
        runId,
        reason === null ? outcome : `${outcome}: ${reason}`,
      ]),
    );
  }
}
