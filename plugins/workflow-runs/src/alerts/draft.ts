import {
  ALERT_THRESHOLDS,
  AlertKind,
  alertRuleContentSchema,
  AlertRule,
  AlertRuleDraft,
  AlertSeverity,
  spanToMs,
} from 'backstage-plugin-workflow-runs-common';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const UNITS: [number, string][] = [
  [DAY_MS, 'd'],
  [HOUR_MS, 'h'],
  [MINUTE_MS, 'm'],
  [1_000, 's'],
  [1, 'ms'],
];

/** What can be chosen of the times of a rule. */
export const CHOICES = {
  windowMs: [
    15 * MINUTE_MS,
    30 * MINUTE_MS,
    ...[1, 3, 6, 12].map(hours => hours * HOUR_MS),
    ...[1, 3, 7, 14, 30].map(days => days * DAY_MS),
  ],
  forMs: [0, ...[5, 15, 30].map(minutes => minutes * MINUTE_MS), HOUR_MS],
  keepFiringMs: [
    0,
    ...[5, 15, 30].map(minutes => minutes * MINUTE_MS),
    HOUR_MS,
  ],
  remindMs: [0, ...[1, 4, 24].map(hours => hours * HOUR_MS), 7 * DAY_MS],
};

/** A rule as it is typed. */
export interface RuleDraft {
  name: string;
  kind: AlertKind;
  /** A number, or a duration such as `10m`. */
  threshold: string;
  windowMs: number;
  minRuns: string;
  forMs: number;
  keepFiringMs: number;
  /** 0: never. */
  remindMs: number;
  severity: AlertSeverity;
  isOfView: boolean;
  workflows: string[];
  /** With commas between. */
  environments: string;
  viewId: string;
  recipients: string;
  webhookId: string;
  runbookUrl: string;
  enabled: boolean;
}

/** What somebody who wants to be told of failures begins with. */
export const NEW_RULE: RuleDraft = {
  name: '',
  kind: 'failure_rate',
  threshold: '20',
  windowMs: HOUR_MS,
  minRuns: '10',
  forMs: 5 * MINUTE_MS,
  keepFiringMs: 5 * MINUTE_MS,
  remindMs: 0,
  severity: 'warning',
  isOfView: false,
  workflows: [],
  environments: '',
  viewId: '',
  recipients: '',
  webhookId: '',
  runbookUrl: '',
  enabled: true,
};

/** What is usual of a kind. */
export const USUAL_THRESHOLD: Record<AlertKind, string> = {
  failure_rate: '20',
  p95_duration: '10m',
  retry_rate: '50',
  nothing_ended: '1d',
  nothing_completed: '1d',
  queue_age: '10m',
};

export function toDraft(rule: AlertRule): RuleDraft {
  const { scope } = rule;
  const isSpan = ALERT_THRESHOLDS[rule.kind].unit === 'ms';
  return {
    name: rule.name,
    kind: rule.kind,
    threshold: isSpan ? toSpan(rule.threshold) : String(rule.threshold),
    windowMs: rule.windowMs ?? NEW_RULE.windowMs,
    minRuns: String(rule.minRuns),
    forMs: rule.forMs,
    keepFiringMs: rule.keepFiringMs,
    remindMs: rule.remindMs ?? 0,
    severity: rule.severity,
    isOfView: 'viewId' in scope,
    workflows: 'workflows' in scope ? scope.workflows : [],
    environments:
      'workflows' in scope ? (scope.environments ?? []).join(', ') : '',
    viewId: 'viewId' in scope ? scope.viewId : '',
    recipients: rule.recipients.join(', '),
    webhookId: rule.webhookId ?? '',
    runbookUrl: rule.runbookUrl ?? '',
    enabled: rule.enabled,
  };
}

/** Which fields keep a draft from being a rule. */
export type DraftFault = 'name' | 'threshold' | 'workflows' | 'view';

/**
 * What a draft says.
 *
 * @param options - `isNamed`: it is to be saved, and not only looked at
 */
export function fromDraft(
  draft: RuleDraft,
  options: { isNamed: boolean },
): { content: AlertRuleDraft } | { fault: DraftFault | string } {
  const { hasWindow, unit } = ALERT_THRESHOLDS[draft.kind];
  const threshold =
    unit === 'ms'
      ? spanToMs(draft.threshold.replace(/\s/g, ''))
      : numberOf(draft.threshold);
  if (options.isNamed && draft.name.trim() === '') return { fault: 'name' };
  if (threshold === undefined) return { fault: 'threshold' };
  if (draft.isOfView && draft.viewId === '') return { fault: 'view' };
  if (!draft.isOfView && draft.workflows.length === 0) {
    return { fault: 'workflows' };
  }
  const environments = listOf(draft.environments);
  const content: AlertRuleDraft = {
    name: draft.name.trim() || '–',
    kind: draft.kind,
    scope: draft.isOfView
      ? { viewId: draft.viewId }
      : {
          workflows: draft.workflows,
          ...(environments.length > 0 ? { environments } : {}),
        },
    threshold,
    ...(hasWindow ? { windowMs: draft.windowMs } : {}),
    minRuns: Number(draft.minRuns) || 1,
    forMs: draft.forMs,
    keepFiringMs: draft.keepFiringMs,
    remindMs: draft.remindMs || null,
    severity: draft.severity,
    recipients: listOf(draft.recipients),
    webhookId: draft.webhookId || null,
    runbookUrl: draft.runbookUrl.trim() || null,
    enabled: draft.enabled,
  };
  const parsed = alertRuleContentSchema.safeParse(content);
  return parsed.success
    ? { content }
    : { fault: parsed.error.issues[0].message };
}

/** Milliseconds as people type them: `1h30m`. */
export function toSpan(ms: number): string {
  return spanWords(ms).replace(/ /g, '');
}

/** The same to read: `1 h 30 m`. What is round has no zeros. */
export function spanWords(ms: number): string {
  let rest = Math.round(ms);
  const parts: string[] = [];
  for (const [length, unit] of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0) parts.push(`${count} ${unit}`);
    rest -= count * length;
  }
  return parts.length === 0 ? '0 ms' : parts.join(' ');
}

function numberOf(text: string): number | undefined {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? undefined : value;
}

function listOf(text: string): string[] {
  return [...new Set(text.split(',').map(each => each.trim()))].filter(
    each => each !== '',
  );
}
