import { AlertRule, AlertStatus } from 'backstage-plugin-workflow-runs-common';
import { toIso, toIsoOrNull } from '../database/time';
import { StoredRule, StoredState } from './AlertStore';

/** A rule with where it stands, as the API shows it. */
export function alertToWire(
  rule: StoredRule,
  { standing, reading, recent, evaluatedAt }: StoredState,
  now: number,
): AlertRule {
  const { content } = rule;
  const isSnoozed =
    standing.snoozedUntil !== null && standing.snoozedUntil > now;
  return {
    ...content,
    id: rule.id,
    viewName: rule.viewName,
    windowMs: content.windowMs ?? null,
    disabledBecause: content.enabled ? null : rule.disabledBecause ?? 'by_hand',
    expiresAt: toIso(rule.expiresAt),
    revision: rule.revision,
    createdBy: rule.createdBy,
    createdAt: toIso(rule.createdAt),
    updatedBy: rule.updatedBy,
    updatedAt: toIso(rule.updatedAt),
    state: {
      status: standing.status,
      since: toIso(standing.since),
      value: reading.value,
      runs: reading.runs,
      capped: reading.capped,
      evaluatedAt: toIsoOrNull(evaluatedAt),
      snoozedUntil: isSnoozed ? toIso(standing.snoozedUntil!) : null,
      snoozedBy: isSnoozed ? standing.snoozedBy : null,
      recent: recent.map(({ at, value }) => ({ at: toIso(at), value })),
    },
  };
}

const ORDER: AlertStatus[] = ['firing', 'pending', 'resolved', 'no_data', 'ok'];
const SEVERITIES: AlertRule['severity'][] = ['critical', 'warning', 'info'];

/** What fires first, the most severe before all; what is not evaluated last. */
export function byUrgency(a: AlertRule, b: AlertRule): number {
  return (
    Number(b.enabled) - Number(a.enabled) ||
    ORDER.indexOf(a.state.status) - ORDER.indexOf(b.state.status) ||
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    a.name.localeCompare(b.name)
  );
}
