import { AuditEntry } from 'backstage-plugin-workflow-runs-common';

/** What an entry says was changed, in the form in which it is told best. */
export type AuditChange =
  | { kind: 'tags'; added: string[]; removed: string[] }
  | { kind: 'owner'; owner: string | null }
  | { kind: 'status'; before: string; after: string }
  | { kind: 'other'; before: unknown; after: unknown };

/** @returns undefined where nothing was changed, or nothing is known of it */
export function changeOf({
  before,
  after,
}: Pick<AuditEntry, 'before' | 'after'>): AuditChange | undefined {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  if (isList(old.tags) && isList(now.tags)) {
    const [was, is] = [old.tags, now.tags];
    return {
      kind: 'tags',
      added: is.filter(tag => !was.includes(tag)),
      removed: was.filter(tag => !is.includes(tag)),
    };
  }
  if ('owner' in now && (now.owner === null || typeof now.owner === 'string'))
    return { kind: 'owner', owner: now.owner };
  if (typeof old.status === 'string' && typeof now.status === 'string') {
    if (old.status === now.status) return undefined;
    return { kind: 'status', before: old.status, after: now.status };
  }
  if (after === null) return undefined;
  return { kind: 'other', before, after };
}

function fieldsOf(value: AuditEntry['before']): Record<string, unknown> {
  return typeof value === 'object' && !Array.isArray(value) && value !== null
    ? value
    : {};
}

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}
