import Ajv2020, { type ErrorObject } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Json } from 'backstage-plugin-workflow-runs-common';
import type { Schema } from './questions';

/** Says why a value does not fit; undefined where it does. */
export type Check = (value: Json) => string | undefined;

/** Checks one field as the server will check it; what cannot be checked here is left to it. */
export function checkOf(schema: Schema, root: Schema): Check {
  try {
    const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
    const definitions = root.$defs ? { $defs: root.$defs } : {};
    const fits = ajv.compile({ ...definitions, ...schema });
    return value =>
      fits(value) ? undefined : (fits.errors ?? []).map(explain).join('; ');
  } catch {
    return () => undefined;
  }
}

const RULES: Record<string, (params: any) => string> = {
  minLength: ({ limit }) => `It has to have at least ${limit} characters`,
  maxLength: ({ limit }) => `It may have ${limit} characters at most`,
  minItems: ({ limit }) => `At least ${limit} are needed`,
  maxItems: ({ limit }) => `There may be ${limit} at most`,
  minimum: ({ limit }) => `It has to be ${limit} or more`,
  maximum: ({ limit }) => `It has to be ${limit} or less`,
  exclusiveMinimum: ({ limit }) => `It has to be more than ${limit}`,
  exclusiveMaximum: ({ limit }) => `It has to be less than ${limit}`,
  multipleOf: ({ multipleOf }) => `It has to be a multiple of ${multipleOf}`,
  pattern: ({ pattern }) => `It has to match ${pattern}`,
  format: ({ format }) => `It has to be of the form ${format}`,
  type: ({ type }) => `It has to be of the type ${type}`,
  uniqueItems: () => 'Each may be there once',
  required: ({ missingProperty }) => `${missingProperty} is missing`,
};

function explain({ keyword, instancePath, message, params }: ErrorObject) {
  const said = RULES[keyword]?.(params) ?? `It ${message ?? 'does not fit'}`;
  const where = instancePath.slice(1).replace(/\//g, '.');
  return where ? `${where}: ${said}` : said;
}
