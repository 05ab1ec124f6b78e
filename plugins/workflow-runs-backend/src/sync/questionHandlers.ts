import {
  permissionNames,
  RouteId,
} from 'backstage-plugin-workflow-runs-common';
import { HandlerOptions, Handlers } from '../api/handlers';
import { auditing } from '../api/withAudit';
import { EngineQuestions } from './EngineQuestions';

/** What the handlers of questions work with. */
export interface QuestionHandlerOptions {
  questions: EngineQuestions;
}

type QuestionRouteId = Extract<
  RouteId,
  'getNativeHistory' | 'queryRun' | 'listHandlers' | 'getRetryPlan'
>;

const { runReadIo } = permissionNames;

/** Handlers of what the engine of a run is asked about it; a query, which code of the run answers, is audited. */
export function createQuestionHandlers({
  questions,
  auditor,
}: Pick<HandlerOptions, 'questions' | 'auditor'>): Pick<
  Handlers,
  QuestionRouteId
> {
  const audited = auditing(auditor, 'run-fetch');
  return {
    getNativeHistory: async ({ params, query }, { runs }) =>
      questions.history(await runs.getRunFor(runReadIo, params.runId), query),

    queryRun: async ({ params: { runId }, body }, context) =>
      audited(context, 'query', { runId, query: body.name }, async () => {
        const run = await context.runs.getRunFor(runReadIo, runId);
        return { value: await questions.query(run, body) };
      }),

    listHandlers: async ({ params }, { runs }) =>
      questions.handlers(await runs.getRun(params.runId)),

    getRetryPlan: async ({ params, query }, { runs }) => {
      const run = await runs.getRun(params.runId);
      return questions.retryPlan(run, query.step ?? null);
    },
  };
}
