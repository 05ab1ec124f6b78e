import {
  Json,
  questionRoutes,
  RetryPlanAnswer,
  RunHandlerList,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';

/** What the engine of a fake run says of it when it is asked. @public */
export interface FakeQuestions {
  handlers: RunHandlerList;
  /** By the key of the step from which the run would be done again; under an empty key where none is named. */
  plans: Record<string, RetryPlanAnswer>;
  /** What queries are answered, by their names; others are refused. */
  answers: Record<string, Json>;
  /** What has been recorded, oldest first. */
  history: Json[];
}

type QuestionId = keyof typeof questionRoutes;

/** A run that says nothing of itself; say what differs. @public */
export function someQuestions(
  overrides: Partial<FakeQuestions> = {},
): FakeQuestions {
  return {
    handlers: { signals: [], updates: [], queries: [] },
    plans: {},
    answers: {},
    history: [],
    ...overrides,
  };
}

/** A plan by which a new run does everything again; say what differs. @public */
export function aRetryPlan(
  overrides: Partial<RetryPlanAnswer> = {},
): RetryPlanAnswer {
  return { becomes: 'new_run', again: [], kept: [], notes: [], ...overrides };
}

export function answerQuestion(
  id: QuestionId,
  questions: FakeQuestions,
  asked: { query: Record<string, unknown>; body: Record<string, unknown> },
) {
  const { handlers, plans, answers, history } = questions;
  switch (id) {
    case 'listHandlers':
      return handlers;
    case 'getRetryPlan':
      return (
        plans[String(asked.query.step ?? '')] ??
        refuse('It cannot be done again from there')
      );
    case 'queryRun': {
      const name = String(asked.body.name);
      return Object.hasOwn(answers, name)
        ? { value: answers[name] }
        : refuse(`The run does not know the query ${name}`);
    }
    default: {
      const start = Number(asked.query.cursor ?? 0);
      const end = start + Number(asked.query.limit ?? 200);
      return {
        events: history.slice(start, end),
        nextCursor: end < history.length ? String(end) : null,
      };
    }
  }
}

function refuse(message: string): never {
  throw apiError(404, { name: 'NotFoundError', message });
}
