import type { GivenOptions, OptionSpecs } from '../../cli/defineCommand';
import {
  errorCategories,
  hitlStates,
  priorities,
  runStatuses,
  slaStatuses,
  triggerTypes,
} from '../../cli/vocabulary';
import { toQuery } from './filterQuery';

/** The filters of runs, by the names that the API has for them. */
export const filterOptions = {
  workflow: {
    type: 'list',
    short: 'w',
    placeholder: 'engine/name',
    summary: 'of these workflows',
  },
  engine: { type: 'list', summary: 'of these engines' },
  entity: {
    type: 'list',
    placeholder: 'ref',
    summary: 'of workflows of these catalog entities',
  },
  tenant: { type: 'list', summary: 'of these tenants' },
  environment: { type: 'list', short: 'e', summary: 'in these environments' },
  version: { type: 'list', summary: 'of these versions of their workflow' },
  status: {
    type: 'list',
    short: 's',
    choices: runStatuses,
    summary: 'in these states',
  },
  from: { type: 'time', summary: 'queued then or later' },
  to: { type: 'time', summary: 'queued before then' },
  tag: { type: 'list', short: 't', summary: 'with one of these tags' },
  tagPattern: {
    type: 'text',
    placeholder: 'regex',
    summary: 'with a tag that a regular expression (RE2) matches',
  },
  errorCode: { type: 'list', summary: 'failed with these codes' },
  errorCategory: {
    type: 'list',
    choices: errorCategories,
    summary: 'failed in these ways',
  },
  failureGroup: {
    type: 'list',
    placeholder: 'id,...',
    summary: 'failed now, in the way of these groups',
  },
  hitl: {
    type: 'list',
    choices: hitlStates,
    summary: 'what a human was asked, or has said',
  },
  sla: { type: 'list', choices: slaStatuses, summary: 'by their deadline' },
  owner: {
    type: 'list',
    placeholder: 'ref,...',
    summary: 'looked after by these users or groups',
  },
  startedBy: {
    type: 'list',
    placeholder: 'ref,...',
    summary: 'launched by these users or services',
  },
  priority: {
    type: 'list',
    choices: priorities,
    summary: 'of these priorities',
  },
  triggerType: {
    type: 'list',
    choices: triggerTypes,
    summary: 'launched in these ways',
  },
  businessEventId: { type: 'list', summary: 'about these business events' },
  backfill: {
    type: 'text',
    choices: ['true', 'false'],
    summary: 'only backfills, or none',
  },
  needsIntervention: {
    type: 'text',
    choices: ['true', 'false'],
    summary: 'only those that an operator has to see to, or none',
  },
  parent: {
    type: 'list',
    placeholder: 'run,...',
    summary: 'launched by these runs',
  },
  origin: {
    type: 'list',
    placeholder: 'run,...',
    summary: 'that repeat these runs',
  },
  q: {
    type: 'text',
    placeholder: 'words',
    summary:
      'with all of these words in input, output or error; "…" for a phrase, - for what must not be there',
  },
  view: {
    type: 'text',
    placeholder: 'id',
    summary: 'of a saved view; other filters go before what it says',
  },
} as const satisfies OptionSpecs;

/** Writes filters as the query of the API has them. */
export function toFilterQuery(
  options: Partial<GivenOptions<typeof filterOptions>>,
) {
  return toQuery(filterOptions, options);
}
