import {
  Figures,
  StatisticsQuery,
} from 'backstage-plugin-workflow-runs-common';
import type { ZodTypeAny } from 'zod/v3';
import { defineAction, READING, Zod } from './BackstageAction';
import { leftOut } from './bounds';
import { filterFields, toQuery } from './filterInput';
import { cutSchema } from './runBrief';

/** Rows of each table. */
const MAX_ROWS = 10;

const inputFields = (z: Zod) => {
  const {
    workflow,
    engine,
    entity,
    owner,
    tenant,
    environment,
    version,
    backfill,
  } = filterFields(z);
  return {
    ...{
      workflow,
      engine,
      entity,
      owner,
      tenant,
      environment,
      version,
      backfill,
    },
    from: z
      .string()
      .optional()
      .describe(
        'Ended then or later; ISO 8601. 7 days before `to` where left out',
      ),
    to: z.string().optional().describe('Ended before then; now where left out'),
    timeZone: z
      .string()
      .optional()
      .describe(
        'Where days begin, such as `Europe/Berlin`; UTC where left out',
      ),
  } satisfies Record<Exclude<keyof StatisticsQuery, 'interval'>, ZodTypeAny>;
};

const figuresSchema = (z: Zod) =>
  z.object({
    runs: z.number().describe('All that ended'),
    completed: z.number(),
    failed: z.number(),
    canceled: z.number(),
    successRate: z
      .number()
      .nullable()
      .describe('0 to 1: completed of completed and failed'),
    retriesPer100: z.number().nullable().describe('Retries for 100 runs'),
    p50Ms: z.number().nullable().describe('Of runs that completed'),
    p95Ms: z.number().nullable(),
    slaRate: z.number().nullable().describe('0 to 1: targets met'),
    meanTimeToRecoveryMs: z.number().nullable(),
  });

export const getStatistics = defineAction({
  name: 'get-statistics',
  title: 'Sum up workflow runs',
  description:
    'How runs did that ended in some time (7 days where nothing is said), beside the time of the same length before: counts, success rate, durations, retries; by workflow, by step, by kind of error; the longest runs. For “how does it do?” and “is it getting better?”; for single runs use list-runs.',
  attributes: READING,
  schema: {
    input: z => z.object(inputFields(z)).strict(),
    output: z =>
      z.object({
        from: z.string(),
        to: z.string(),
        freshAt: z
          .string()
          .nullable()
          .describe('What was recorded until then is counted'),
        total: figuresSchema(z),
        previous: figuresSchema(z).describe('The time before'),
        workflows: z.array(figuresSchema(z).extend({ workflow: z.string() })),
        steps: z
          .array(
            z.object({
              workflow: z.string(),
              step: z.string(),
              name: z.string(),
              runs: z.number(),
              failures: z.number(),
              retries: z.number(),
              p95Ms: z.number().nullable(),
            }),
          )
          .describe('Those that fail most, then those that take longest'),
        errors: z.array(z.object({ category: z.string(), runs: z.number() })),
        longest: z.array(
          z.object({
            runId: z.string(),
            url: z.string(),
            workflow: z.string(),
            durationMs: z.number(),
          }),
        ),
        cut: cutSchema(z),
      }),
  },
  answer: async (input, { ask, urlOf }) => {
    const told = await ask('getStatistics', { query: toQuery(input) as any });
    const steps = [...told.steps].sort(
      (a, b) =>
        b.failures - a.failures ||
        (b.duration?.p95Ms ?? 0) - (a.duration?.p95Ms ?? 0),
    );
    const { skipped } = told.coverage;
    return {
      from: told.from,
      to: told.to,
      freshAt: told.freshAt,
      total: toFigures(told.total),
      previous: toFigures(told.previous),
      workflows: told.workflows
        .slice(0, MAX_ROWS)
        .map(({ workflow, figures }) => ({
          workflow: workflow.ref,
          ...toFigures(figures),
        })),
      steps: steps.slice(0, MAX_ROWS).map(step => ({
        workflow: step.workflow.ref,
        step: step.stepKey,
        name: step.name,
        runs: step.occurrences,
        failures: step.failures,
        retries: step.retries.expected + step.retries.unexpected,
        p95Ms: step.duration && step.duration.p95Ms,
      })),
      errors: told.errors.map(({ category, count }) => ({
        category,
        runs: count,
      })),
      longest: told.longest.map(({ runId, workflow, durationMs }) => ({
        runId,
        url: urlOf(runId),
        workflow: workflow.ref,
        durationMs,
      })),
      cut: [
        ...leftOut(
          'workflow',
          { shown: MAX_ROWS, all: told.workflows.length },
          'name some with `workflow`',
        ),
        ...leftOut(
          'step',
          { shown: MAX_ROWS, all: steps.length },
          'ask about one workflow',
        ),
        ...(skipped === null ? [] : [`Not counted: ${skipped}`]),
      ],
    };
  },
});

function toFigures(figures: Figures) {
  return {
    runs: figures.runs,
    completed: figures.completed,
    failed: figures.failed,
    canceled: figures.canceled,
    successRate: figures.successRate,
    retriesPer100: figures.retriesPer100,
    p50Ms: figures.duration && figures.duration.p50Ms,
    p95Ms: figures.duration && figures.duration.p95Ms,
    slaRate: figures.sla.rate,
    meanTimeToRecoveryMs: figures.mttr.meanMs,
  };
}
