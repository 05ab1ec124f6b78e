import { CliError } from '../cli/CliError';
import { exitCodes } from '../exitCodes';

/**
 * An object with fields set to what `name=value` or `outer.inner=value` say.
 *
 * @throws CliError where one of them says something else
 */
export function setValues(
  object: Record<string, unknown>,
  assignments: readonly string[],
): Record<string, unknown> {
  const result = structuredClone(object);
  for (const assignment of assignments) {
    const [, path, text] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    if (path === undefined) {
      throw new CliError(`'${assignment}' does not say field=value`, {
        exitCode: exitCodes.usage,
        hint: 'For example --set name=Ada --set address.street="Main Street"',
      });
    }
    setAt(result, path.split('.'), toValue(text), assignment);
  }
  return result;
}

function setAt(
  object: Record<string, unknown>,
  [name, ...inner]: string[],
  value: unknown,
  assignment: string,
): void {
  if (inner.length === 0) {
    define(object, name, value);
    return;
  }
  const outer = Object.hasOwn(object, name) ? object[name] : undefined;
  if (outer === undefined) define(object, name, {});
  const target = object[name];
  if (typeof target !== 'object' || target === null || Array.isArray(target)) {
    throw new CliError(`--set ${assignment}: '${name}' is no object`, {
      exitCode: exitCodes.usage,
    });
  }
  setAt(target as Record<string, unknown>, inner, value, assignment);
}

/** So that a field that is called `__proto__` is one. */
function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

function toValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
