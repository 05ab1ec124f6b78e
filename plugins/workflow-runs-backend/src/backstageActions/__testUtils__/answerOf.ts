import { NotFoundError } from '@backstage/errors';
import {
  AllowedAction,
  ExportedRun,
  Run,
  RunAction,
  runActionSchema,
  RunDetail,
} from 'backstage-plugin-workflow-runs-common';
import { AnyZodObject, TypeOf, z } from 'zod/v3';
import { exportedRun } from '../../exports/__testUtils__/source';
import { BackstageAction } from '../BackstageAction';

/** What the API says, by route: an answer, or one for each request; a route that is not there says not found. */
export type Answers = Record<string, unknown>;

/** What an action answers where the API says this, and what it has asked. */
export async function answerOf<I extends AnyZodObject, O extends AnyZodObject>(
  action: BackstageAction<I, O>,
  input: unknown,
  answers: Answers,
): Promise<{ output: TypeOf<O>; asked: [route: string, request: any][] }> {
  const asked: [string, any][] = [];
  const output = await action.answer(action.schema.input(z).parse(input), {
    urlOf: runId => `/${runId}`,
    ask: async (id: string, request: any): Promise<any> => {
      asked.push([id, request]);
      if (!(id in answers)) throw new NotFoundError('There is none');
      const answer = answers[id];
      return typeof answer === 'function' ? answer(request) : answer;
    },
  });
  // All that it tells is described: what is not would be left out.
  expect(action.schema.output(z).parse(output)).toEqual(output);
  return { output, asked };
}

/** A run with what may be done to it: nothing, unless it is said. */
export function aRun(
  over: Partial<ExportedRun> = {},
  allowed: RunAction[] = [],
): Run {
  const decide = (action: RunAction): AllowedAction =>
    allowed.includes(action)
      ? { allowed: true, reason: null }
      : { allowed: false, reason: 'not now' };
  return {
    ...exportedRun(over),
    allowedActions: Object.fromEntries(
      runActionSchema.options.map(action => [action, decide(action)]),
    ) as Run['allowedActions'],
  };
}

/** The same as its page has it, as far as actions look at it. */
export function aRunInDetail(
  over: Partial<RunDetail> = {},
  allowed: RunAction[] = [],
): RunDetail {
  return {
    ...aRun(over, allowed),
    failureGroup: null,
    ...over,
  } as RunDetail;
}
