import {
  checkRetention,
  EndedRunStatus,
  legalHoldTagSchema,
  MAX_RETENTION_DAYS,
  Retention,
  RetentionClass,
  retentionClassSchema,
  RetentionDraft,
  RetentionPolicy,
  RetentionPolicyContent,
} from 'backstage-plugin-workflow-runs-common';

/** A policy as it is typed. */
export interface DraftPolicy {
  /** Tells it from the others while it is changed. */
  key: number;
  tenantId: string;
  workflow: string;
  status: EndedRunStatus | '';
  days: Record<RetentionClass, string>;
}

/** What is typed, before it is saved. */
export interface Draft {
  policies: DraftPolicy[];
  tags: string[];
}

/** What is wrong with what is typed, and where. */
export interface DraftProblem {
  key: number;
  rule: 'exceeds_runs' | 'duplicate' | 'number' | 'empty' | 'workflow';
  /** Of a number of days. */
  class?: RetentionClass;
}

/** Nothing is said of any class. */
export const NO_DAYS = Object.fromEntries(
  retentionClassSchema.options.map(name => [name, '']),
) as Record<RetentionClass, string>;

/** What admins have saved, as it is typed. */
export function toDraft({ policies, legalHoldTags }: Retention): Draft {
  return {
    policies: policies
      .filter(({ origin }) => origin === 'database')
      .map((policy, key) => ({
        key,
        tenantId: policy.tenantId ?? '',
        workflow: policy.workflow ?? '',
        status: policy.status ?? '',
        days: {
          ...NO_DAYS,
          ...Object.fromEntries(
            Object.entries(policy.days).map(([name, value]) => [
              name,
              String(value),
            ]),
          ),
        },
      })),
    tags: legalHoldTags
      .filter(({ origin }) => origin === 'database')
      .map(({ pattern }) => pattern),
  };
}

/** What is typed, as the API takes it; numbers that are none are left out. */
export function fromDraft({ policies, tags }: Draft): RetentionDraft {
  return { policies: policies.map(toContent), legalHoldTags: tags };
}

/** What is wrong with what is typed: first what cannot be read, then what does not go together. */
export function problemsOf(
  { policies }: Draft,
  retention: Retention,
): DraftProblem[] {
  const unreadable = policies.flatMap(unreadableOf);
  if (unreadable.length > 0) return unreadable;
  const given: RetentionPolicy[] = retention.policies.filter(
    ({ origin }) => origin !== 'database',
  );
  return checkRetention(policies.map(toContent), given, 'database').map(
    ({ policy, path, rule }) => ({
      key: policies[policy].key,
      rule,
      class: path[0] === 'days' ? (path[1] as RetentionClass) : undefined,
    }),
  );
}

/** Whether a tag would hold runs that it is not to hold. */
export function isTagTooWide(tag: string): boolean {
  return !legalHoldTagSchema.safeParse(tag).success;
}

function unreadableOf({ key, workflow, days }: DraftPolicy): DraftProblem[] {
  const said = retentionClassSchema.options.filter(
    name => days[name].trim() !== '',
  );
  const wrong = said.filter(name => !isDays(days[name]));
  return [
    ...wrong.map(name => ({ key, rule: 'number' as const, class: name })),
    ...(said.length === 0 ? [{ key, rule: 'empty' as const }] : []),
    ...(workflow !== '' && !/^[^/]+\/.+$/.test(workflow)
      ? [{ key, rule: 'workflow' as const }]
      : []),
  ];
}

function isDays(text: string): boolean {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 && value <= MAX_RETENTION_DAYS;
}

function toContent(policy: DraftPolicy): RetentionPolicyContent {
  return {
    tenantId: policy.tenantId.trim() || null,
    workflow: policy.workflow.trim() || null,
    status: policy.status || null,
    days: Object.fromEntries(
      retentionClassSchema.options
        .filter(name => isDays(policy.days[name].trim() || '-'))
        .map(name => [name, Number(policy.days[name])]),
    ),
  };
}
