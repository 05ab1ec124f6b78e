import type { GivenOptions, OptionSpecs } from '../../cli/defineCommand';
import { CliError } from '../../cli/CliError';
import { exitCodes } from '../../exitCodes';
import { parseJson } from '../../input/parseJson';
import { filterOptions, toFilterQuery } from '../runs/filterOptions';

export const bulkActions = [
  'pause',
  'resume',
  'cancel',
  'terminate',
  'retry',
  'rerun',
  'resolve',
  'tag',
  'assign',
  'send_event',
] as const;

/** Which runs, and what else the action takes. */
export const bulkOptions = {
  run: {
    type: 'list',
    placeholder: 'id,...',
    summary: 'these runs; otherwise those that fit the filters',
  },
  note: { type: 'text', summary: 'of resolve: what became of the failures' },
  add: {
    type: 'list',
    placeholder: 'tag,...',
    summary: 'of tag: tags that each run gets',
  },
  remove: {
    type: 'list',
    placeholder: 'tag,...',
    summary: 'of tag: tags that each run loses',
  },
  assignTo: {
    type: 'text',
    placeholder: 'ref',
    summary:
      "of assign: a user or group; none for the owner of the workflow's entity",
  },
  event: {
    type: 'text',
    placeholder: 'name',
    summary: 'of send_event: what the event is called',
  },
  payload: {
    type: 'text',
    placeholder: 'json',
    summary: 'of send_event: what it says',
  },
  ...filterOptions,
} as const satisfies OptionSpecs;

/** What a bulk job is asked, as the API has it. */
export function toBulkRequest(
  action: (typeof bulkActions)[number],
  options: GivenOptions<typeof bulkOptions>,
) {
  const { run: runIds, note, add, remove, assignTo, event: name } = options;
  const filter = toFilterQuery(options);
  const isFiltered = Object.keys(filter).length > 0;
  if (!runIds === !isFiltered) {
    throw new CliError('Say either --run or filters', {
      exitCode: exitCodes.usage,
      hint: '`workflow-runs bulk start --help` has the filters',
    });
  }
  const owner = assignTo === 'none' ? null : assignTo;
  const payload =
    options.payload === undefined
      ? undefined
      : parseJson(options.payload, '--payload');
  const given = Object.entries({
    note,
    add,
    remove,
    owner,
    name,
    payload,
  }).filter(([, value]) => value !== undefined);
  return {
    action,
    params: Object.fromEntries(given),
    ...(runIds ? { runIds } : { filter }),
  };
}
