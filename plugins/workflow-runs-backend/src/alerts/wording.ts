import {
  ALERT_THRESHOLDS,
  AlertEnd,
  AlertSeverity,
  joinList,
} from 'backstage-plugin-workflow-runs-common';
import { Content } from '../notifications/Order';
import { plain } from '../notifications/plain';
import { spanOf } from '../notifications/spanOf';
import { AlertStanding, Reading } from './machine';
import { StoredRule } from './AlertStore';

const SEVERITIES: Record<AlertSeverity, Content['severity']> = {
  info: 'normal',
  warning: 'high',
  critical: 'critical',
};
const ENDS: Record<AlertEnd, string> = {
  recovered: 'is well again',
  no_data: 'cannot be told any more: there are too few runs',
  by_hand: 'was dealt with',
  rule_changed: 'is over: its rule was changed',
};

/** What recipients are told of a rule that fires. */
export function firingContent(
  rule: StoredRule,
  { value, runs }: Pick<Reading, 'value' | 'runs'>,
  isReminder: boolean,
): Content {
  const { name, severity, threshold, runbookUrl } = rule.content;
  const runbook = runbookUrl ? ` · Runbook: ${new URL(runbookUrl).href}` : '';
  const said = `${whatOf(rule, value, runs)}, and the rule allows ${valueOf(
    rule,
    threshold,
  )}`;
  return {
    title: isReminder ? `${plain(name)} still fires` : `${plain(name)} fires`,
    description: `${said}${runbook}`,
    link: linkOf(rule),
    severity: SEVERITIES[severity],
  };
}

/** That it is over. */
export function endedTitle({ content }: StoredRule, end: AlertEnd): string {
  return `${plain(content.name)} ${ENDS[end]}`;
}

/** Whoever saved a rule is told that it is not evaluated any more. */
export function expiredContent({ content }: StoredRule): Content {
  return {
    title: `${plain(content.name)} is not watched any more`,
    description:
      'The rule watches what you may see for 90 days. Save it again to go on.',
    link: '/workflow-runs/settings/alerts',
    severity: 'normal',
  };
}

/** The scope of the notification about an episode. */
export function scopeOf(
  { id }: Pick<StoredRule, 'id'>,
  episode: NonNullable<AlertStanding['episode']>['id'],
): string {
  return `alert:${id}:${episode}`;
}

function whatOf(rule: StoredRule, value: number | null, runs: number): string {
  const told = value === null ? 'It is not known' : valueOf(rule, value);
  switch (rule.content.kind) {
    case 'failure_rate':
      return `${told} of ${runs} runs failed`;
    case 'p95_duration':
      return `95 % of ${runs} runs took up to ${told}`;
    case 'retry_rate':
      return `${told} in ${runs} runs`;
    case 'nothing_ended':
      return `No run has ended for ${told}`;
    case 'nothing_completed':
      return `No run has completed for ${told}`;
    default:
      return `The first of ${runs} runs has waited for ${told}`;
  }
}

function valueOf({ content: { kind } }: StoredRule, value: number): string {
  const rounded = Math.round(value * 10) / 10;
  switch (ALERT_THRESHOLDS[kind].unit) {
    case 'percent':
      return `${rounded} %`;
    case 'per_100':
      return `${rounded} retries per 100 runs`;
    default:
      return spanOf(value);
  }
}

/** The runs: whoever is told need not be an admin. */
function linkOf({ compiled: { filter } }: StoredRule): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(filter)) {
    query.set(name, joinList(values));
  }
  const text = query.toString();
  return text === '' ? '/workflow-runs' : `/workflow-runs?${text}`;
}
