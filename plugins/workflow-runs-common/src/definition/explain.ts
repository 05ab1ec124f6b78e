import type { z } from 'zod';

/** What is wrong with the shape of a value, and where. */
export interface ShapeProblem {
  path: readonly PropertyKey[];
  message: string;
}

/** Where nothing of a union fits, says what is wrong with the alternative that was meant. */
export function explain(
  issue: z.core.$ZodIssue,
  base: readonly PropertyKey[] = [],
): ShapeProblem[] {
  const path = [...base, ...issue.path];
  const meant =
    issue.code === 'invalid_union' ? alternativeMeant(issue.errors) : undefined;
  return meant
    ? meant.flatMap(nested => explain(nested, path))
    : [{ path, message: issue.message }];
}

type Alternative = z.core.$ZodIssue[];

/**
 * The only one that fits at the top; else one that fits but for a rule of its own; else the one that
 * knows more of the given fields than any other does.
 */
function alternativeMeant(
  alternatives: Alternative[],
): Alternative | undefined {
  const fitting = alternatives.filter(issues =>
    issues.every(({ path }) => path.length > 0),
  );
  if (fitting.length > 0) return fitting.length === 1 ? fitting[0] : undefined;
  return (
    alternatives.find(issues =>
      issues.every(({ code }) => code === 'custom'),
    ) ?? leastStrange(alternatives)
  );
}

function leastStrange(alternatives: Alternative[]): Alternative | undefined {
  const [first, second] = alternatives
    .filter(issues => strangeFields(issues) > 0)
    .sort((a, b) => strangeFields(a) - strangeFields(b));
  if (!second) return undefined;
  return strangeFields(first) < strangeFields(second) ? first : undefined;
}

/** How many of the given fields an alternative does not know. */
function strangeFields(issues: Alternative): number {
  return issues.reduce(
    (sum, issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0
        ? sum + issue.keys.length
        : sum,
    0,
  );
}
