import {
  RetentionClass,
  retentionClassSchema,
  RetentionPolicy,
} from './policy';

/** What of a run decides how long it is kept. @public */
export interface RetentionScope {
  tenantId: string;
  /** `<engine>/<name>` */
  workflow: string;
  status: string;
}

/** How long a class is kept, and which policy says so. @public */
export interface ResolvedRetention {
  days: number;
  policy: RetentionPolicy;
}

/**
 * How long each class of a run is kept: by the most particular policy that says something of it, and of several
 * such by the one of the database. What is built in decides only where no other does, however particular it is.
 *
 * @public
 */
export function resolveRetention(
  policies: readonly RetentionPolicy[],
  scope: RetentionScope,
): Record<RetentionClass, ResolvedRetention | undefined> {
  const fitting = policies
    .filter(policy => fits(policy, scope))
    .sort((a, b) => weightOf(b) - weightOf(a));
  return Object.fromEntries(
    retentionClassSchema.options.map(name => {
      const policy = fitting.find(({ days }) => days[name] !== undefined);
      return [name, policy && { days: policy.days[name]!, policy }];
    }),
  ) as Record<RetentionClass, ResolvedRetention | undefined>;
}

function fits(
  { tenantId, workflow, status }: RetentionPolicy,
  scope: RetentionScope,
): boolean {
  return (
    (tenantId === null || tenantId === scope.tenantId) &&
    (workflow === null || workflow === scope.workflow) &&
    (status === null || status === scope.status)
  );
}

function weightOf(policy: RetentionPolicy): number {
  const particular =
    (policy.workflow === null ? 0 : 4) +
    (policy.tenantId === null ? 0 : 2) +
    (policy.status === null ? 0 : 1);
  if (policy.origin === 'default') return particular - 100;
  return 2 * particular + (policy.origin === 'database' ? 1 : 0);
}

/**
 * The tag that holds a run back, if one does.
 *
 * @public
 */
export function holdingTag(
  tags: readonly string[],
  patterns: readonly string[],
): string | undefined {
  if (tags.length === 0 || patterns.length === 0) return undefined;
  return tags.find(tag => patterns.some(pattern => matches(tag, pattern)));
}

/** Without a regular expression: of many stars, one can take very long. */
function matches(tag: string, pattern: string): boolean {
  const text = tag.toLowerCase();
  const parts = pattern.toLowerCase().split('*');
  const first = parts[0];
  const last = parts[parts.length - 1];
  if (parts.length === 1) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
