import {
  HumanDecision,
  Json,
  RunDetail,
  Step,
  stepStatusSchema,
} from 'backstage-plugin-workflow-runs-common';
import { shortened } from '../exports/wording';
import { defineAction, oneOf, READING } from './BackstageAction';
import { cutValue, fitting, leftOut, MAX_MESSAGE } from './bounds';
import {
  allowedNow,
  allowedNowSchema,
  cutSchema,
  runBriefSchema,
  runIdSchema,
  toBrief,
} from './runBrief';

const MAX_STEPS = 200;
const MAX_SHOWN = 1_000;

export const getRun = defineAction({
  name: 'get-run',
  title: 'Get a workflow run',
  description:
    'One run with its steps, what it was given and has put out in few words (personal data is redacted), what it waits for, and what you may do to it now. For why it failed use explain-run, for its log tail-logs.',
  attributes: READING,
  schema: {
    input: z => z.object({ runId: runIdSchema(z) }).strict(),
    output: z =>
      z.object({
        run: runBriefSchema(z),
        input: z.unknown().describe('Null where you may not read it'),
        output: z
          .unknown()
          .describe('Null where you may not read it, or there is none'),
        currentSteps: z.array(z.string()).describe('Keys of what is under way'),
        steps: z.array(
          z.object({
            step: z.string().describe('Its key'),
            item: z.number().optional().describe('Of a fan-out, from 0'),
            name: z.string(),
            status: oneOf(z, stepStatusSchema),
            attempts: z.number(),
            durationMs: z.number().nullable(),
            error: z.string().optional(),
          }),
        ),
        questions: z
          .array(
            z.object({
              step: z.string(),
              about: z.string(),
              approvers: z
                .array(z.string())
                .describe('Who may decide; none: whoever has the permission'),
              show: z.unknown().describe('What who decides has to know'),
              askedAt: z.string(),
              dueAt: z.string().nullable(),
            }),
          )
          .describe('What a human is asked, and nobody has decided'),
        sla: z.string().nullable().describe('How it stands with its target'),
        parentRunId: z.string().nullable().describe('The run that launched it'),
        originRunId: z.string().nullable().describe('The run that it repeats'),
        failureGroup: z.string().nullable(),
        resolution: z
          .string()
          .nullable()
          .describe('What became of a failure, as somebody has noted'),
        allowedActions: allowedNowSchema(z),
        cut: cutSchema(z),
      }),
  },
  answer: async ({ runId }, { ask, urlOf }) => {
    const params = { runId };
    const run = await ask('getRun', { params });
    const page = await ask('listSteps', {
      params,
      query: { limit: MAX_STEPS },
    });
    const decisions = await ask('listDecisions', { params });
    const steps = fitting(page.items.map(toStep));
    const open = decisions.items.filter(({ decidedAt }) => decidedAt === null);
    const questions = fitting(open.map(toQuestion));
    return {
      run: toBrief(run, urlOf),
      input: run.inputsSummary,
      output: run.outputsSummary,
      currentSteps: run.currentSteps.map(({ stepKey }) => stepKey),
      steps,
      questions,
      ...besideOf(run),
      allowedActions: allowedNow(run),
      cut: [
        ...leftOut(
          'question',
          { shown: questions.length, all: open.length },
          'the page of the run has them all',
        ),
        ...leftOut(
          'step',
          { shown: steps.length, all: page.items.length },
          'the page of the run has them all',
        ),
        ...(page.nextAfter === null
          ? []
          : [`It has more than ${MAX_STEPS} steps: see the page of the run`]),
      ],
    };
  },
});

function besideOf(run: RunDetail) {
  return {
    sla: run.sla && run.sla.status,
    parentRunId: run.parentRunId,
    originRunId: run.originRunId,
    failureGroup: run.failureGroup && run.failureGroup.id,
    resolution: run.resolution && shortened(run.resolution.note, MAX_MESSAGE),
  };
}

function toStep({ stepKey, itemIndex, error, ...step }: Step) {
  return {
    step: stepKey,
    ...(itemIndex < 0 ? {} : { item: itemIndex }),
    name: step.name,
    status: step.status,
    attempts: step.attempts,
    durationMs: step.durationMs,
    ...(error && { error: shortened(error.message, 300) }),
  };
}

function toQuestion({
  stepKey,
  about,
  approvers,
  show,
  ...asked
}: HumanDecision) {
  return {
    step: stepKey,
    about,
    approvers,
    show: cutValue(show as Json, MAX_SHOWN),
    askedAt: asked.askedAt,
    dueAt: asked.dueAt,
  };
}
