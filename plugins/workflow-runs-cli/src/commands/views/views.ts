import { defineCommand } from '../../cli/defineCommand';
import { editObject } from '../../input/editObject';
import { jsonOptions } from '../../input/readInput';
import { showObject } from '../../output/showObject';
import { changing, listing, onceOptions, showing } from '../kinds';
import { filterOptions, toFilterQuery } from '../runs/filterOptions';

const viewArgument = { view: { summary: 'id of the view' } } as const;

export const listViewsCommand = listing({
  path: ['views', 'list'],
  summary: 'List your saved views, and those of your groups',
  examples: [
    { line: 'views list', summary: 'Their ids are what --view takes' },
  ],
  route: 'listViews',
  input: () => ({}),
  id: ({ id }) => id,
  empty: 'There are none.',
  columns: () => [
    { title: 'ID', value: each => each.id, priority: 0 },
    { title: 'NAME', value: each => each.name, shrinkTo: 12 },
    { title: 'OWNER', value: each => each.owner, priority: 2, shrinkTo: 10 },
    {
      title: 'FILTER',
      value: each => JSON.stringify(each.filter),
      priority: 3,
      shrinkTo: 16,
    },
  ],
});

export const showViewCommand = showing({
  path: ['views', 'show'],
  summary: 'Show a saved view',
  arguments: viewArgument,
  examples: [{ line: 'views show view_01J9…', summary: 'What it filters' }],
  route: 'getView',
  input: ({ args }) => ({ params: { viewId: args.view } }),
  ids: ({ id }) => [id],
});

const { view: _, ...viewFilters } = filterOptions;

export const createViewCommand = changing({
  path: ['views', 'create'],
  summary: 'Save filters under a name, for yourself or one of your groups',
  arguments: { name: { summary: 'what it is called' } },
  options: {
    ...viewFilters,
    for: {
      type: 'text',
      placeholder: 'ref',
      summary: 'a group of yours (default: you)',
    },
    description: { type: 'text', summary: 'what it is for' },
    since: {
      type: 'text',
      placeholder: 'duration',
      summary: 'queued within this time before it is used, such as P1D',
    },
  },
  examples: [
    {
      line: 'views create "Red today" --status failed --since P1D --for group:default/team-data',
      summary: 'For a team',
    },
  ],
  route: 'createView',
  input: ({ args, options }) => ({
    body: {
      name: args.name,
      description: options.description,
      owner: options.for,
      filter: { ...toFilterQuery(options), since: options.since },
    },
  }),
  said: ({ id, name }) => `${id} is saved as '${name}'`,
  id: ({ id }) => id,
});

export const editViewCommand = defineCommand({
  path: ['views', 'edit'],
  summary: 'Change a saved view',
  arguments: viewArgument,
  options: { ...jsonOptions, ...onceOptions },
  examples: [
    {
      line: 'views edit view_01J9… --set name="Red since Monday"',
      summary: 'Another name',
    },
    {
      line: `views edit view_01J9… --set 'filter={"status": "failed"}'`,
      summary: 'Other filters, as the API writes them',
    },
  ],
  routes: ['getView', 'changeView'],
  async run(context) {
    const { args, options, call, output } = context;
    const params = { viewId: args.view };
    const current = await call('getView', { params });
    const body = await editObject('changeView', current, context);
    const changed = await call(
      'changeView',
      { params, body },
      { idempotencyKey: options.key },
    );
    await output.answer(changed, { text: said => showObject(output, said) });
  },
});

export const deleteViewCommand = changing({
  path: ['views', 'delete'],
  summary: 'Delete a saved view',
  arguments: viewArgument,
  examples: [
    {
      line: 'views delete view_01J9…',
      summary: 'It is gone for all who see it',
    },
  ],
  route: 'deleteView',
  input: ({ args }) => ({ params: { viewId: args.view } }),
  said: (_answer, { args }) => `${args.view} is deleted`,
});
