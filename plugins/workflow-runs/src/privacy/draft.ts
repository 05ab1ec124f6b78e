import {
  PrivacyPolicy,
  PrivacyPolicyContent,
  PrivacyRule,
  Treatment,
} from 'backstage-plugin-workflow-runs-common';

/** What a rule goes by. */
export const BY = ['path', 'key', 'detector'] as const;
export type By = (typeof BY)[number];

/** A rule as it is typed. */
export interface RuleDraft {
  /** Tells rows apart while they move. */
  id: number;
  by: By;
  target: string;
  kind: string;
  treatment: Treatment;
}

/** A policy as it is typed. */
export interface PolicyDraft {
  name: string;
  description: string;
  tenantId: string;
  workflow: string;
  enabled: boolean;
  rules: RuleDraft[];
}

export function newRule(id: number): RuleDraft {
  return { id, by: 'path', target: '$.', kind: '', treatment: 'redact' };
}

export const emptyDraft = (): PolicyDraft => ({
  name: '',
  description: '',
  tenantId: '',
  workflow: '',
  enabled: true,
  rules: [newRule(0)],
});

export function draftOf(policy: PrivacyPolicy): PolicyDraft {
  return {
    name: policy.name,
    description: policy.description,
    tenantId: policy.tenantId ?? '',
    workflow: policy.workflow ?? '',
    enabled: policy.enabled,
    rules: policy.rules.map((rule, id) => ({
      id,
      by: byOf(rule),
      target: targetOf(rule),
      kind: ('kind' in rule && rule.kind) || '',
      treatment: rule.treatment,
    })),
  };
}

export function contentOf(draft: PolicyDraft): PrivacyPolicyContent {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    tenantId: draft.tenantId.trim() || null,
    workflow: draft.workflow || null,
    enabled: draft.enabled,
    rules: draft.rules.map(({ by, target, kind, treatment }): PrivacyRule => {
      if (by === 'detector') return { detector: target, treatment };
      const said = kind.trim() ? { kind: kind.trim() } : {};
      return by === 'path'
        ? { path: target.trim(), ...said, treatment }
        : { key: target.trim(), ...said, treatment };
    }),
  };
}

export function byOf(rule: PrivacyRule): By {
  return BY.find(by => by in rule)!;
}

export function targetOf(rule: PrivacyRule): string {
  if ('path' in rule) return rule.path;
  return 'key' in rule ? rule.key : rule.detector;
}
