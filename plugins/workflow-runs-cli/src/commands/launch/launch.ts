import type { Json } from 'backstage-plugin-workflow-runs-common';
import { defineCommand } from '../../cli/defineCommand';
import { priorities } from '../../cli/vocabulary';
import { isGiven, jsonOptions, readObject } from '../../input/readInput';
import { waitOptions } from '../../waiting/waitForRun';
import { onceOptions } from '../kinds';
import { completeInput } from './completeInput';
import { tellOfLaunch } from './tellOfLaunch';
import { workflowRefOf } from './workflowRef';

export const launchCommand = defineCommand({
  path: ['launch'],
  summary: 'Launch a run of a workflow',
  description:
    'What the workflow takes comes from --input, a file, stdin or --set, and is checked by the server. On a terminal,\nwhat is missing is asked for: all of it where nothing is given, or else what is required.',
  arguments: {
    workflow: {
      summary: '<engine>/<name>, or the name alone where only one has it',
    },
  },
  options: {
    input: {
      type: 'text',
      short: 'i',
      placeholder: 'json',
      summary: 'what it is given, as a JSON object',
    },
    ...jsonOptions,
    environment: {
      type: 'text',
      short: 'e',
      summary: 'environment (default: prod)',
    },
    priority: {
      type: 'text',
      choices: priorities,
      summary: 'how urgent it is',
    },
    tag: { type: 'list', short: 't', summary: 'tags that it gets' },
    businessEventId: {
      type: 'text',
      placeholder: 'id',
      summary: 'what it is about: a workflow runs once for it',
    },
    backfill: { type: 'flag', summary: 'it makes up for the past' },
    ...onceOptions,
    ...waitOptions,
  },
  examples: [
    {
      line: 'launch embedded/data_sync --set since=2026-05-01 --wait',
      summary: 'Launch, and wait for the outcome',
    },
    {
      line: 'launch invoice_extraction --file input.json --tag nightly -q',
      summary: 'Input from a file; only the id is printed',
    },
    {
      line: 'launch data_sync --file - --key "$CI_PIPELINE_ID" < input.json',
      summary:
        'Input from stdin; once for each pipeline, however often it is repeated',
    },
  ],
  routes: ['launch', 'listWorkflows', 'getWorkflow'],
  async run(context) {
    const { args, options, call, surroundings } = context;
    const workflow = await workflowRefOf(args.workflow, call);
    const { environment, priority, tag: tags, businessEventId } = options;
    const given = (await readObject(options, surroundings)) as Record<
      string,
      Json
    >;
    const input = await completeInput(context, workflow, {
      given,
      isGiven: isGiven(options),
    });
    const { backfill } = options;
    const result = await call(
      'launch',
      {
        body: {
          workflow: workflow.ref,
          input,
          environment,
          priority,
          tags,
          businessEventId,
          backfill,
        },
      },
      { idempotencyKey: options.key },
    );
    return tellOfLaunch(context, result);
  },
});
