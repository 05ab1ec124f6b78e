import fc from 'fast-check';
import { RunResource } from 'backstage-plugin-workflow-runs-node';
import {
  runs,
  SomeRun,
  SomeWorkflow,
  workflows,
} from '../../../queries/__testUtils__/arbitraries';
import { MarkKind, markOf } from './markers';

/** Few enough to ask every route about each. */
const MAX_RUNS = 8;

/** To whom a job or a view belongs, as seen by the caller. */
export type Belonging = 'caller' | 'group' | 'others' | 'otherGroup';

/** What there is, as it is drawn. */
export interface SomeWorld {
  workflows: SomeWorkflow[];
  runs: (SomeRun & { origin: number | null })[];
  jobs: { by: 'caller' | 'others'; runs: number[] }[];
  views: Belonging[];
}

const positions = fc.nat(MAX_RUNS - 1);

/** Workflows, runs, jobs and views of several owners. */
export const worlds: fc.Arbitrary<SomeWorld> = fc.record({
  workflows,
  runs: fc
    .tuple(
      runs,
      fc.array(fc.option(positions, { nil: null }), {
        minLength: MAX_RUNS,
        maxLength: MAX_RUNS,
      }),
    )
    .map(([drawn, origins]) =>
      drawn
        .slice(0, MAX_RUNS)
        .map((run, index) => ({ ...run, origin: origins[index] })),
    ),
  jobs: fc.array(
    fc.record({
      by: fc.constantFrom('caller' as const, 'others' as const),
      runs: fc.uniqueArray(positions, { minLength: 1, maxLength: 4 }),
    }),
    { minLength: 2, maxLength: 3 },
  ),
  views: fc.shuffledSubarray<Belonging>(
    ['caller', 'group', 'others', 'otherGroup'],
    { minLength: 2 },
  ),
});

/** A world with names of its own, which no other has. */
export class World {
  readonly caller: string;
  readonly group: string;

  constructor(readonly number: number, readonly drawn: SomeWorld) {
    this.caller = `user:default/caller${number}`;
    this.group = `group:default/callers${number}`;
  }

  mark(kind: MarkKind, index: number): string {
    return markOf({ world: this.number, kind, index });
  }

  /** @param index - may be that of none: then there is no run of this id */
  runId(index: number): string {
    return `run_${this.mark('id', index)}`;
  }

  artifactId(index: number): string {
    return `art_${this.mark('io', index)}`;
  }

  jobId(index: number): string {
    return `blk_${this.mark('job', index)}`;
  }

  viewId(index: number): string {
    return `view_${this.mark('view', index)}`;
  }

  /** The group of the failed runs of a workflow. */
  groupId(workflow: number): string {
    return `fgr_${this.number}_${workflow}`;
  }

  /** Indexes of the runs that are failed so. */
  failedIn(workflow: number): number[] {
    const drawn = this.drawn.runs;
    return [...drawn.keys()].filter(
      index =>
        drawn[index].workflow === workflow && drawn[index].status === 'failed',
    );
  }

  workflowId(index: number): string {
    return `wfl_${this.number}_${index}`;
  }

  /** Index of the run that has launched it, or that it repeats. */
  before(index: number, relation: 'parent' | 'origin'): number | null {
    const { parent, origin } = this.drawn.runs[index];
    const named = { run_000: 0, run_001: 1 }[parent ?? ''] ?? null;
    const before = relation === 'parent' ? named : origin;
    return before !== null && before < index ? before : null;
  }

  ownerOfView(index: number): string {
    return {
      caller: this.caller,
      group: this.group,
      others: 'user:default/others',
      otherGroup: 'group:default/others',
    }[this.drawn.views[index]];
  }

  /** What permission rules know of a run. */
  resourceOf(index: number): RunResource {
    const run = this.drawn.runs[index];
    const { ref, tenant, owners } = this.drawn.workflows[run.workflow];
    return {
      workflow: {
        ref,
        engine: ref.split('/')[0],
        tenantId: tenant,
        ownerRefs: owners,
      },
      status: run.status,
      environment: run.environment,
      tags: run.tags,
      startedBy: run.startedBy,
    };
  }
}
