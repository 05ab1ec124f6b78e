import { BulkItem } from 'backstage-plugin-workflow-runs-common';

/** Items with one reason. */
export interface ReasonGroup {
  reason: string | null;
  items: BulkItem[];
}

/** Items by why they have become what they are, the most frequent reason first. */
export function byReason(items: readonly BulkItem[]): ReasonGroup[] {
  const groups = new Map<string | null, BulkItem[]>();
  for (const item of items) {
    groups.set(item.reason, [...(groups.get(item.reason) ?? []), item]);
  }
  return [...groups]
    .map(([reason, found]) => ({ reason, items: found }))
    .sort((a, b) => b.items.length - a.items.length);
}
