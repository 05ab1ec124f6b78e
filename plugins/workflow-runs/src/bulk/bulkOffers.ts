import {
  AllowedAction,
  BulkAction,
  Run,
} from 'backstage-plugin-workflow-runs-common';

/** What can be done to many runs, in the order in which it is offered. */
export const BULK_ACTIONS = [
  'retry',
  'rerun',
  'cancel',
  'pause',
  'resume',
  'send_event',
  'tag',
  'assign',
  'resolve',
  'terminate',
] as const satisfies readonly BulkAction[];

/** What is offered to do to the runs that are selected. */
export type BulkOffers = Record<BulkAction, AllowedAction>;

/**
 * What can be done to the selected runs, as far as the list knows; the rest is told by the preview.
 * Whoever may do nothing to any run that is shown is offered nothing.
 */
export function bulkOffers(
  shown: readonly Run[],
  selection: { ids: ReadonlySet<string>; all: boolean },
): BulkOffers | undefined {
  const mayAct = shown.some(run =>
    BULK_ACTIONS.some(action => run.allowedActions[action].allowed),
  );
  if (shown.length > 0 && !mayAct) return undefined;
  const known = shown.filter(run => selection.ids.has(run.id));
  const isPartly = selection.all || known.length < selection.ids.size;
  const offers = BULK_ACTIONS.map((action): [BulkAction, AllowedAction] => {
    const answers = known.map(run => run.allowedActions[action]);
    return isPartly || answers.some(({ allowed }) => allowed)
      ? [action, { allowed: true, reason: null }]
      : [action, { allowed: false, reason: mostFrequent(answers) }];
  });
  return Object.fromEntries(offers) as BulkOffers;
}

function mostFrequent(answers: readonly AllowedAction[]): string | null {
  const counts = new Map<string | null, number>();
  for (const { reason } of answers) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}
