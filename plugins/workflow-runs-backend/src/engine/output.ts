import { z } from 'zod';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { StepFailure } from 'backstage-plugin-workflow-runs-node';
import { toStepError } from './errors';
import { PayloadLimits, tooLarge } from './payloadLimits';

/** Arrays and objects within one another; what visits a value must not run out of stack. */
export const MAX_OUTPUT_DEPTH = 200;

/**
 * What a handler has returned, as the JSON that is stored; nothing counts as null.
 *
 * @throws StepFailure where it is no JSON, too large, or not of the declared shape
 */
export function toOutput(
  returned: unknown,
  schema: z.ZodType<Json> | undefined,
  limits: PayloadLimits,
): Json {
  let text: string | undefined;
  try {
    text = JSON.stringify(returned ?? null);
  } catch (error) {
    throw new StepFailure(
      'bug',
      `The handler returned what cannot be written as JSON: ${
        toStepError(error).message
      }`,
    );
  }
  if (text === undefined) {
    throw new StepFailure(
      'bug',
      `The handler returned a ${typeof returned}, which is no JSON`,
    );
  }
  const problem = tooLarge(
    'The output',
    Buffer.byteLength(text),
    limits,
    'payloadBytes',
  );
  if (problem) {
    throw new StepFailure(
      'validation_failed',
      `${problem}: store it as an artifact`,
      { code: 'OUTPUT_TOO_LARGE' },
    );
  }
  if (depthOf(text) > MAX_OUTPUT_DEPTH) {
    throw new StepFailure(
      'validation_failed',
      `The output is nested deeper than the ${MAX_OUTPUT_DEPTH} levels that are allowed`,
      { code: 'OUTPUT_TOO_DEEP' },
    );
  }
  const output: Json = JSON.parse(text);
  const parsed = schema?.safeParse(output);
  if (parsed && !parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new StepFailure(
      'validation_failed',
      `The output does not fit its schema at /${path.join('/')}: ${message}`,
      { code: 'OUTPUT_SCHEMA' },
    );
  }
  return parsed ? parsed.data! : output;
}

/** How deep JSON is nested, as it is written. */
function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  let isInText = false;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (isInText) {
      if (character === '\\') index += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return deepest;
}
