import { CliError } from '../../cli/CliError';
import { exitCodes } from '../../exitCodes';
import { formatAge } from '../../output/format';
import { changing, listing, pageOptions } from '../kinds';
import { reasonOption, sayResult } from '../operate/act';
import { runArgument } from '../runs/runArgument';

export const annotateCommand = changing({
  path: ['annotate'],
  summary: 'Leave a note at a run',
  arguments: { ...runArgument, note: { summary: 'what to say' } },
  examples: [
    {
      line: 'annotate run_01J9… "the supplier knows"',
      summary: 'For whoever looks next',
    },
  ],
  route: 'annotateRun',
  input: ({ args }) => ({
    params: { runId: args.run },
    body: { note: args.note },
  }),
  said: sayResult,
});

export const notesCommand = listing({
  path: ['notes'],
  summary: 'List the notes that people have left at a run, newest first',
  arguments: runArgument,
  options: pageOptions,
  examples: [{ line: 'notes run_01J9…', summary: 'What is known already' }],
  route: 'listAnnotations',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    query: { limit: options.limit, after: options.after },
  }),
  id: ({ id }) => id,
  empty: 'Nobody has left a note.',
  columns: (_, now) => [
    { title: 'WHEN', value: each => formatAge(each.createdAt, now) },
    { title: 'BY', value: each => each.author, shrinkTo: 8 },
    { title: 'NOTE', value: each => each.note, priority: 0, shrinkTo: 16 },
  ],
});

export const tagCommand = changing({
  path: ['tag'],
  summary: 'Add tags to a run, and remove them',
  arguments: {
    ...runArgument,
    tags: { summary: 'tags to add', variadic: true, optional: true },
  },
  options: {
    remove: { type: 'list', summary: 'tags to take away' },
    ...reasonOption,
  },
  examples: [
    { line: 'tag run_01J9… known-issue', summary: 'Add a tag' },
    {
      line: 'tag run_01J9… fixed --remove known-issue',
      summary: 'One for another',
    },
  ],
  route: 'tagRun',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    body: { add: args.tags, remove: options.remove, reason: options.reason },
  }),
  said: sayResult,
});

export const ownCommand = changing({
  path: ['own'],
  summary: 'Say who looks after a run',
  arguments: {
    ...runArgument,
    owner: {
      summary: 'a user or group, such as group:default/team-data',
      optional: true,
    },
  },
  options: {
    reset: {
      type: 'flag',
      summary: "whoever owns the workflow's entity, from now on",
    },
    ...reasonOption,
  },
  examples: [
    { line: 'own run_01J9… user:default/ada', summary: 'Ada looks after it' },
    {
      line: 'own run_01J9… --reset',
      summary: 'The owner of the workflow does again',
    },
  ],
  route: 'assignRun',
  input({ args, options }) {
    if (!args.owner === !options.reset) {
      throw new CliError('Say either an owner or --reset', {
        exitCode: exitCodes.usage,
      });
    }
    return {
      params: { runId: args.run },
      body: { owner: args.owner ?? null, reason: options.reason },
    };
  },
  said: sayResult,
});

export const watchCommand = changing({
  path: ['watch'],
  summary: 'Hear of a run in your notifications',
  description: 'For users: services have no notifications.',
  arguments: runArgument,
  examples: [
    { line: 'watch run_01J9…', summary: 'Be told when it fails or ends' },
  ],
  route: 'watchRun',
  input: ({ args }) => ({ params: { runId: args.run }, body: { watch: true } }),
  said: ({ watchers }, { args }) =>
    `You hear of ${args.run}, as ${watchers} do in all`,
});

export const unwatchCommand = changing({
  path: ['unwatch'],
  summary: 'Hear of a run no longer',
  arguments: runArgument,
  examples: [{ line: 'unwatch run_01J9…', summary: 'Be told no more' }],
  route: 'watchRun',
  input: ({ args }) => ({
    params: { runId: args.run },
    body: { watch: false },
  }),
  said: (_, { args }) => `You hear of ${args.run} no longer`,
});
