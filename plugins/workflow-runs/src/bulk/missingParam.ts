import {
  BulkAction,
  BulkParams,
  paramsOfBulkAction,
} from 'backstage-plugin-workflow-runs-common';

/** What an action needs and has not been told: at least one of what it takes, and of an event its name. */
export function missingParam(
  action: BulkAction,
  params: BulkParams,
): keyof BulkParams | undefined {
  const taken: readonly (keyof BulkParams)[] =
    action === 'send_event' ? ['name'] : paramsOfBulkAction[action];
  const isSaid = (name: keyof BulkParams) => {
    const value = params[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  };
  // An event has a name, whatever comes with it.
  if (action === 'send_event') return isSaid('name') ? undefined : 'name';
  return taken.some(isSaid) ? undefined : taken[0];
}
