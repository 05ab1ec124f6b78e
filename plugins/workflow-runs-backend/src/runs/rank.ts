import { Priority } from 'backstage-plugin-workflow-runs-common';

/** Lower goes first; backfills let production traffic pass. */
export function rankOf({
  priority,
  backfill,
}: {
  priority: Priority;
  backfill: boolean;
}): number {
  return { high: 0, normal: 10, low: 20 }[priority] + (backfill ? 100 : 0);
}
