import { Knex } from 'knex';
import {
  parseSlaTarget,
  SloProblem,
  Slos,
  SlosQuery,
  WorkflowSlosDetail,
  WorkflowSummary,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowCriterion } from 'backstage-plugin-workflow-runs-node';
import { toIsoOrNull } from '../database/time';
import { Visibility, whereWorkflow } from '../queries/condition';
import { DatabaseRow } from '../queries/DatabaseRow';
import { toWorkflowSummary } from '../queries/runToWire';
import { freshAt } from '../statistics/freshAt';
import { MAX_SCANNED } from '../statistics/scanRuns';
import { SloRule } from './config';
import { measureSlos } from './measureSlos';
import { SloSubject, targetsOf } from './targetsOf';
import { byUrgency } from './toSlo';

/** Workflows that one answer tells of. */
const MAX_ITEMS = 200;

/** What somebody may see. */
export interface SloSight {
  workflows: Visibility<WorkflowCriterion>;
  runs: Visibility;
}

/** Tells how workflows meet their targets, by the sums that statistics keep. */
export class SloQueries {
  constructor(
    private readonly options: {
      knex: Knex;
      /** Of the configuration. */
      rules: readonly SloRule[];
      now: () => number;
      /** Runs that are looked at one by one, at most. */
      maxScanned?: number;
    },
  ) {}

  /** All that fit and may be seen, the most urgent first. */
  async list(query: SlosQuery, sight: SloSight): Promise<Slos> {
    const { knex } = this.options;
    const rows: DatabaseRow[] = await this.#fitting(query, sight.workflows);
    const workflows = rows.map(row => this.#expect(row, query.environment));
    const targeted = workflows.filter(({ targets }) => targets.length > 0);
    const measured = await measureSlos(
      knex,
      targeted,
      this.#optionsOf(query, sight.runs),
    );
    const items = workflows
      .map(({ workflow, problems }) => ({
        workflow,
        slos: (measured.slos.get(workflow.id) ?? []).map(
          ({ series: _, ...slo }) => slo,
        ),
        problems,
      }))
      .filter(({ slos, problems }) => slos.length > 0 || problems.length > 0)
      .sort((a, b) => byFirst(a.slos, b.slos));
    return {
      freshAt: toIsoOrNull(await freshAt(knex, this.options.now())),
      items: items.slice(0, MAX_ITEMS),
      totals: {
        withTarget: targeted.length,
        withoutTarget: workflows.length - targeted.length,
      },
      coverage: measured.coverage,
    };
  }

  /** The same of one workflow, day by day. */
  async detail(
    { id, ref }: Pick<WorkflowSummary, 'id' | 'ref'>,
    query: { environment?: string[]; timeZone: string },
    visibility: Visibility,
  ): Promise<WorkflowSlosDetail> {
    const { knex, now } = this.options;
    const row: DatabaseRow = await knex('workflows').where({ id }).first();
    const { environment, timeZone } = query;
    const { workflow, targets, problems } = this.#expect(row, environment);
    const { slos, coverage } = await measureSlos(
      knex,
      [{ workflow, targets }],
      {
        ...this.#optionsOf({ workflow: [ref], environment }, visibility),
        timeZone,
      },
    );
    return {
      workflow,
      slos: slos.get(id)!,
      problems,
      freshAt: toIsoOrNull(await freshAt(knex, now())),
      timeZone,
      coverage,
    };
  }

  #optionsOf(filter: SlosQuery, visibility: Visibility) {
    const { now, maxScanned = MAX_SCANNED } = this.options;
    return {
      // Backfills run when nobody waits for them.
      filter: { ...filter, backfill: false },
      visibility,
      now: now(),
      maxScanned,
    };
  }

  #fitting(
    query: SlosQuery,
    visibility: Visibility<WorkflowCriterion>,
  ): Knex.QueryBuilder {
    const { knex } = this.options;
    const workflows = whereWorkflow(knex('workflows'), visibility);
    for (const field of ['workflow', 'engine', 'owner', 'tenant'] as const) {
      const values = query[field];
      if (values) whereWorkflow(workflows, { field, values });
    }
    if (query.entity) workflows.whereIn('workflows.entity_ref', query.entity);
    return workflows.select('workflows.*').orderBy(['title', 'id']);
  }

  #expect(row: DatabaseRow, environments: readonly string[] | undefined) {
    const workflow = toWorkflowSummary(row);
    const subject: SloSubject = {
      ref: workflow.ref,
      annotated: row.slo_annotated,
      defined: row.slo_defined === null ? null : JSON.parse(row.slo_defined),
    };
    const { rules } = this.options;
    const { targets, problems } = targetsOf(subject, rules, environments);
    const ofSla = problemOfSla(row.sla_annotated);
    return {
      workflow,
      targets,
      problems: [...problems, ...ofSla].map(problem => ({
        source: 'annotation' as const,
        ...problem,
      })),
    };
  }
}

/** Told with the others: whoever looks after a workflow looks there. */
function problemOfSla(annotated: string | null): SloProblem[] {
  const parsed = annotated === null ? undefined : parseSlaTarget(annotated);
  return parsed && 'problem' in parsed ? [parsed.problem] : [];
}

/** By the most urgent of each; what has nothing but problems comes last. */
function byFirst(
  a: Slos['items'][number]['slos'],
  b: Slos['items'][number]['slos'],
): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return byUrgency(a[0], b[0]);
}
