import {
  AuditFilterQuery,
  auditFilterSchema,
} from 'backstage-plugin-workflow-runs-common';

/** Filters of the audit trail, in the order in which they are shown. */
export const AUDIT_FILTERS = [
  'actor',
  'event',
  'action',
  'run',
  'workflow',
  'outcome',
  'from',
  'to',
] as const;
/** @see AUDIT_FILTERS */
export type AuditFilterName = (typeof AUDIT_FILTERS)[number];

/** What is in the address of the trail; what the backend would not take is left out. */
export function auditFilterOf(params: URLSearchParams): AuditFilterQuery {
  return Object.fromEntries(
    AUDIT_FILTERS.flatMap(name => {
      const value = toQuery(name, params.get(name) ?? '');
      const fits =
        value !== '' && auditFilterSchema.safeParse({ [name]: value }).success;
      return fits ? [[name, value]] : [];
    }),
  );
}

/** The address with other filters; an empty value takes one away. */
export function withAuditFilters(
  params: URLSearchParams,
  changes: Partial<Record<AuditFilterName, string>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value.trim() === '') next.delete(name);
    else next.set(name, value.trim());
  }
  return next;
}

/** Days are those of the reader; the last one counts. */
function toQuery(name: AuditFilterName, value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const day = new Date(`${value}T00:00:00`);
  if (Number.isNaN(day.getTime())) return '';
  if (name === 'to') day.setDate(day.getDate() + 1);
  return day.toISOString();
}
