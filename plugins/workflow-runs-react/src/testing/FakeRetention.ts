import {
  keptClassSchema,
  RunKept,
  DEFAULT_RETENTION,
  Retention,
  RetentionDraft,
  RetentionJob,
  RetentionPreview,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';
import { at } from './builders';

/** A job that has deleted some runs; say what differs. @public */
export function aRetentionJob(
  overrides: Partial<RetentionJob> = {},
): RetentionJob {
  return {
    id: 'ret_1',
    kind: 'scheduled',
    status: 'completed',
    startedBy: null,
    startedAt: at(-3_600),
    updatedAt: at(-3_560),
    completedAt: at(-3_560),
    abortedBy: null,
    reason: null,
    lookedAt: 41_200,
    progress: 1,
    deleted: [
      anAmount('runs', 1_234, 24_680, 9_800_000),
      anAmount('logs', 2_100, 61_000, 7_400_000),
      { ...anAmount('artifacts', 310, 402, 812_000_000), artifacts: 402 },
    ],
    held: [{ reason: 'legal_hold', tag: 'legal-hold', runs: 14 }],
    errors: [],
    errorCount: 0,
    ...overrides,
  };
}

/** What policies would delete; say what differs. @public */
export function aRetentionPreview(
  overrides: Partial<RetentionPreview> = {},
): RetentionPreview {
  return {
    amounts: [
      { ...anAmount('runs', 12_340, 246_800, 98_000_000), isEstimated: true },
      { ...anAmount('logs', 20_100, 610_000, 74_000_000), isEstimated: true },
      {
        ...anAmount('runs', 41, 820, 300_000),
        status: 'failed',
        isEstimated: false,
      },
      {
        ...anAmount('artifacts', 310, 402, 2_128_000_000),
        artifacts: 402,
        isEstimated: false,
      },
    ],
    held: [
      { reason: 'legal_hold', tag: 'legal-hold', runs: 14 },
      { reason: 'not_ended', tag: null, runs: 3 },
    ],
    lookedAt: 41_200,
    isPartial: false,
    ...overrides,
  };
}

function anAmount(
  name: RetentionJob['deleted'][number]['class'],
  runs: number,
  rows: number,
  bytes: number,
): RetentionJob['deleted'][number] {
  return {
    class: name,
    tenantId: 'default',
    status: 'completed',
    runs,
    rows,
    bytes,
    artifacts: 0,
  };
}

/** How long runs are kept, as the fake backend has it. @public */
export class FakeRetention {
  retention: Retention = {
    policies: [...DEFAULT_RETENTION],
    legalHoldTags: [{ pattern: 'legal-hold', origin: 'configuration' }],
    revision: 0,
    updatedBy: null,
    updatedAt: null,
    isScheduled: true,
  };
  preview: RetentionPreview = aRetentionPreview();
  /** Newest first. */
  jobs: RetentionJob[] = [];
  /** Runs that were deleted by hand. */
  readonly purged: string[] = [];

  answer(
    id: string,
    request: {
      params: Record<string, string>;
      query: { limit?: number };
      body: object;
    },
  ): unknown {
    switch (id) {
      case 'getRetention':
        return this.retention;
      case 'changeRetention':
        return this.#change(
          request.body as RetentionDraft & { revision: number },
        );
      case 'previewRetention':
        return this.preview;
      case 'listRetentionJobs': {
        const limit = Number(request.query.limit ?? 20);
        const items = this.jobs.slice(0, limit);
        const isMore = this.jobs.length > limit;
        return { items, nextAfter: isMore ? items[limit - 1].id : null };
      }
      case 'startRetentionJob':
        this.jobs = [
          aRetentionJob({
            id: `ret_${this.jobs.length + 1}`,
            kind: 'manual',
            status: 'running',
            startedBy: 'user:default/admin',
            startedAt: new Date().toISOString(),
            completedAt: null,
            progress: 0,
            deleted: [],
            held: [],
            lookedAt: 0,
          }),
          ...this.jobs,
        ];
        return this.jobs[0];
      case 'abortRetentionJob':
        return this.#abort(request.params.retentionJobId);
      default:
        throw apiError(404, { name: 'NotFoundError', message: 'No such job' });
    }
  }

  /** A run is deleted by hand. */
  purge(runId: string, reason: string): RetentionJob {
    this.purged.push(runId);
    this.jobs = [
      aRetentionJob({
        id: `ret_${this.jobs.length + 1}`,
        kind: 'run',
        startedBy: 'user:default/admin',
        reason,
        lookedAt: 1,
      }),
      ...this.jobs,
    ];
    return this.jobs[0];
  }

  #change({
    policies,
    legalHoldTags,
    revision,
  }: RetentionDraft & { revision: number }): Retention {
    if (revision !== this.retention.revision) {
      throw apiError(409, {
        name: 'ConflictError',
        message: 'Somebody has changed it meanwhile: load it anew',
      });
    }
    this.retention = {
      ...this.retention,
      policies: [
        ...this.retention.policies.filter(
          ({ origin }) => origin !== 'database',
        ),
        ...policies.map(policy => ({
          ...policy,
          origin: 'database' as const,
        })),
      ],
      legalHoldTags: [
        ...this.retention.legalHoldTags.filter(
          ({ origin }) => origin !== 'database',
        ),
        ...legalHoldTags.map(pattern => ({
          pattern,
          origin: 'database' as const,
        })),
      ],
      revision: revision + 1,
      updatedBy: 'user:default/admin',
      updatedAt: new Date().toISOString(),
    };
    return this.retention;
  }

  #abort(id: string): RetentionJob {
    this.jobs = this.jobs.map(job =>
      job.id === id ? { ...job, status: 'aborting' as const } : job,
    );
    return this.jobs.find(job => job.id === id)!;
  }
}

/** A run that is kept with all its parts, until 2027; say what differs. @public */
export function aRunKept(overrides: Partial<RunKept> = {}): RunKept {
  return {
    classes: keptClassSchema.options.map(name => ({
      class: name,
      deletedAt: null,
      until: '2027-11-20T14:31:05.000Z',
    })),
    heldBy: null,
    ...overrides,
  };
}
