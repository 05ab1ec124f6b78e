import {
  AllowedAction,
  Capabilities,
  Run,
} from 'backstage-plugin-workflow-runs-common';

/** How a run can be told or asked something, as far as its engine has it. */
export type Way = 'event' | 'update' | 'query';

/** The ways that an engine has; until it is known, that of all. */
export function waysOf(capabilities: Capabilities | undefined): Way[] {
  const ways: Way[] = ['event'];
  if (capabilities?.actions.includes('update')) ways.push('update');
  if (capabilities?.queries) ways.push('query');
  return ways;
}

/** Whether a way is open as the run stands. Of a query only the answer tells whether its reader may ask. */
export function offerOfWay(
  { allowedActions }: Pick<Run, 'allowedActions'>,
  way: Way,
): AllowedAction {
  switch (way) {
    case 'event':
      return allowedActions.send_event;
    case 'update':
      return allowedActions.update;
    default:
      return { allowed: true, reason: null };
  }
}

/** Whether any of them is. */
export function tellOffer(
  run: Pick<Run, 'allowedActions'>,
  ways: readonly Way[],
): AllowedAction {
  const offers = ways.map(way => offerOfWay(run, way));
  return offers.find(({ allowed }) => allowed) ?? offers[0];
}
