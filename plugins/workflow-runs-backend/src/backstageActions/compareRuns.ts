import { RunSummary } from 'backstage-plugin-workflow-runs-common';
import { defineAction, READING, Zod } from './BackstageAction';
import { fitting, leftOut } from './bounds';
import { differenceSchema, differencesOf } from './differencesOf';
import { cutSchema, runIdSchema } from './runBrief';

const ROOM = 12_000;

const sideSchema = (z: Zod) =>
  z.object({
    runId: z.string(),
    url: z.string(),
    workflow: z.string(),
    version: z.string(),
    environment: z.string(),
    status: z.string(),
    queuedAt: z.string(),
    durationMs: z.number().nullable(),
  });

export const compareRuns = defineAction({
  name: 'compare-runs',
  title: 'Compare workflow runs',
  description:
    'In what a run differs from another one, or from the last run of its workflow that went well before it: version, input, steps, output. Values are redacted, and compared only where you may read those of both.',
  attributes: READING,
  schema: {
    input: z =>
      z
        .object({
          runId: runIdSchema(z),
          with: z
            .string()
            .min(1)
            .max(128)
            .default('last-good')
            .describe('Id of the other run, or `last-good`'),
        })
        .strict(),
    output: z =>
      z.object({
        a: sideSchema(z),
        b: sideSchema(z),
        differences: z.array(differenceSchema(z)),
        equalSteps: z.number().describe('Steps that went alike in both'),
        cut: cutSchema(z),
      }),
  },
  answer: async ({ runId, with: other }, { ask, urlOf }) => {
    const comparison = await ask('compareRuns', {
      params: { runId },
      query: { with: other },
    });
    const { all, cut } = differencesOf(comparison);
    const differences = fitting(all, ROOM);
    const inSteps = all.filter(each => each.in === 'step').length;
    const toSide = (run: RunSummary) => ({
      runId: run.id,
      url: urlOf(run.id),
      workflow: run.workflow.ref,
      version: run.workflowVersion,
      environment: run.environment,
      status: run.status,
      queuedAt: run.queuedAt,
      durationMs: run.durationMs,
    });
    return {
      a: toSide(comparison.a),
      b: toSide(comparison.b),
      differences,
      equalSteps: comparison.steps.length - inSteps,
      cut: [
        ...leftOut(
          'difference',
          { shown: differences.length, all: all.length },
          'the portal compares both in full',
        ),
        ...cut,
      ],
    };
  },
});
