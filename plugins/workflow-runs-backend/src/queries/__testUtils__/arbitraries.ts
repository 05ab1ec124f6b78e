import fc from 'fast-check';
import {
  isEnded,
  RunFilter,
  runStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  RunCriterion,
  WorkflowCriterion,
} from 'backstage-plugin-workflow-runs-node';
import { RunCriteria, WorkflowCriteria } from '../condition';

const OWNERS = ['group:default/a', 'group:default/b', 'user:default/c'];
const REFS = ['embedded/a', 'embedded/b', 'other/a', 'other/a/b', 'other/c'];
const TENANTS = ['default', 'acme'];
const TAGS = ['x', 'y', "o'clock", '%', 'a,b'];
const ENVIRONMENTS = ['prod', 'stage'];
const STATUSES = runStatusSchema.options;
const CODES = ['503', 'ECONNRESET'];
const GROUPS = ['fgr_a', 'fgr_b'];
const TEXTS = ['alpha', 'beta', 'alpha beta', 'gamma alpha', 'alphabet'];

/** A workflow as tests put it into the database. */
export interface SomeWorkflow {
  ref: string;
  tenant: string;
  owners: string[];
}

/** A run as tests put it into the database. */
export interface SomeRun {
  workflow: number;
  orderedAt: number;
  status: (typeof STATUSES)[number];
  environment: string;
  version: string;
  tags: string[];
  startedBy: string | null;
  owner: string | null;
  errorCode: string | null;
  failureGroup: string | null;
  hitl: 'requested' | 'approved' | null;
  sla: 'on_track' | 'breached' | null;
  businessEventId: string | null;
  backfill: boolean;
  needsIntervention: boolean;
  durationMs: number | null;
  parent: string | null;
  /** What it was given or has put out. */
  texts: string[];
}

/** Only what goes on can need somebody. */
const consistent = (run: SomeRun): SomeRun => ({
  ...run,
  needsIntervention: run.needsIntervention && !isEnded(run.status),
});

const orNull = <T>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: null, freq: 2 });

/** All workflows that there may be, with one owner or other. */
export const workflows: fc.Arbitrary<SomeWorkflow[]> = fc.tuple(
  ...REFS.map(ref =>
    fc.record({
      ref: fc.constant(ref),
      tenant: fc.constantFrom(...TENANTS),
      owners: fc.subarray(OWNERS),
    }),
  ),
);

/** Times are so few that ties are the rule. */
export const runs: fc.Arbitrary<SomeRun[]> = fc.array(
  fc
    .record({
      workflow: fc.nat(REFS.length - 1),
      orderedAt: fc.integer({ min: 1_000, max: 1_010 }),
      status: fc.constantFrom(...STATUSES),
      environment: fc.constantFrom(...ENVIRONMENTS),
      version: fc.constantFrom('1', '2'),
      tags: fc.subarray(TAGS),
      startedBy: orNull(fc.constantFrom(...OWNERS)),
      owner: orNull(fc.constantFrom(...OWNERS)),
      errorCode: orNull(fc.constantFrom(...CODES)),
      failureGroup: orNull(fc.constantFrom(...GROUPS)),
      hitl: orNull(fc.constantFrom('requested' as const, 'approved' as const)),
      sla: orNull(fc.constantFrom('on_track' as const, 'breached' as const)),
      businessEventId: orNull(fc.constantFrom('erp:1', 'erp:2')),
      backfill: fc.boolean(),
      needsIntervention: fc.boolean(),
      durationMs: orNull(fc.nat(5)),
      parent: orNull(fc.constantFrom('run_000', 'run_001')),
      texts: fc.subarray(TEXTS, { maxLength: 3 }),
    })
    .map(consistent),
  { minLength: 1, maxLength: 60 },
);

const some = <T>(...values: T[]) =>
  fc.subarray(values, { minLength: 1 }) as fc.Arbitrary<T[]>;

/** What somebody may look for in texts. */
export const searches = fc.constantFrom(
  ...['alpha', '"alpha"', 'beta gamma', '"alpha beta"', 'alp', '?'],
  ...['-alpha', '-"alpha beta"', 'beta -gamma', 'nothing', '"beta alpha"'],
);

/** A filter with a few fields, of values that there may be. */
export const filters: fc.Arbitrary<RunFilter> = fc
  .record(
    {
      workflow: some(...REFS, 'nonsense'),
      engine: some('embedded', 'other', 'none'),
      tenant: some(...TENANTS),
      environment: some(...ENVIRONMENTS),
      version: some('1', '2'),
      status: some(...STATUSES),
      from: fc.integer({ min: 1_000, max: 1_005 }),
      to: fc.integer({ min: 1_005, max: 1_011 }),
      tag: some(...TAGS, 'none'),
      errorCode: some(...CODES),
      failureGroup: some(...GROUPS, 'fgr_none'),
      hitl: some('requested' as const, 'rejected' as const),
      sla: some('on_track' as const, 'breached' as const),
      owner: some(...OWNERS),
      startedBy: some(...OWNERS),
      businessEventId: some('erp:1', 'erp:3'),
      backfill: fc.boolean(),
      needsIntervention: fc.boolean(),
      parent: some('run_000', 'run_none'),
      q: searches,
    },
    { requiredKeys: [] },
  )
  .chain(filter =>
    fc
      .subarray(Object.keys(filter), {
        maxLength: Math.min(3, Object.keys(filter).length),
      })
      .map(keys =>
        Object.fromEntries(
          keys.map(key => [key, filter[key as keyof typeof filter]]),
        ),
      ),
  );

const leaf = <F extends string>(field: F, ...values: string[]) =>
  fc.record({ field: fc.constant(field), values: fc.subarray(values) });

const ofWorkflow: fc.Arbitrary<WorkflowCriterion> = fc.oneof(
  leaf('owner', ...OWNERS, 'group:default/none', ''),
  leaf('workflow', ...REFS, 'nonsense', 'embedded/', "o'ther/a", '%/%'),
  leaf('engine', 'embedded', 'other', ''),
  leaf('tenant', ...TENANTS, ''),
);
const ofRun: fc.Arbitrary<RunCriterion> = fc.oneof(
  ofWorkflow,
  leaf('startedBy', ...OWNERS, ''),
  leaf('tag', ...TAGS, ''),
  leaf('environment', ...ENVIRONMENTS, ''),
  leaf('status', ...STATUSES, 'none'),
);

/** Also empty lists, which the types forbid but a policy may send. */
const criteriaOf = (leaves: fc.Arbitrary<unknown>) =>
  fc.letrec(tie => ({
    any: fc.oneof(
      { maxDepth: 4 },
      leaves,
      fc.record({ allOf: fc.array(tie('any'), { maxLength: 3 }) }),
      fc.record({ anyOf: fc.array(tie('any'), { maxLength: 3 }) }),
      fc.record({ not: tie('any') }),
    ),
  })).any;

/** Any condition on workflows. */
export const workflowCriteria = criteriaOf(
  ofWorkflow,
) as fc.Arbitrary<WorkflowCriteria>;
/** Any condition on runs. */
export const runCriteria = criteriaOf(ofRun) as fc.Arbitrary<RunCriteria>;
