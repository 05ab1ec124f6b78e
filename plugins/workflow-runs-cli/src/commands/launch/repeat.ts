import type {
  CloneRequest,
  RerunRequest,
} from 'backstage-plugin-workflow-runs-common';
import { defineCommand } from '../../cli/defineCommand';
import { priorities } from '../../cli/vocabulary';
import { isGiven, jsonOptions, readObject } from '../../input/readInput';
import { waitOptions } from '../../waiting/waitForRun';
import { onceOptions } from '../kinds';
import { runArgument } from '../runs/runArgument';
import { tellOfLaunch } from './tellOfLaunch';

const inputOptions = {
  input: {
    type: 'text',
    short: 'i',
    placeholder: 'json',
    summary: 'another input in place of the whole old one, as a JSON object',
  },
  ...jsonOptions,
} as const;
const versionOption = {
  type: 'text',
  summary: 'version of the workflow (default: the newest)',
} as const;
const reasonOption = {
  type: 'text',
  short: 'r',
  summary: 'why; it is kept with the run',
} as const;

export const rerunCommand = defineCommand({
  path: ['rerun'],
  summary: 'Launch a run that repeats one that has ended',
  arguments: runArgument,
  options: {
    ...inputOptions,
    version: versionOption,
    reason: reasonOption,
    ...onceOptions,
    ...waitOptions,
  },
  examples: [
    {
      line: 'rerun run_01J9… --wait',
      summary: 'The same again, by the newest version',
    },
    {
      line: `rerun run_01J9… --input '{"since": "2026-04-01"}'`,
      summary:
        'With another input, which takes the place of all of the old one',
    },
  ],
  routes: ['rerun'],
  async run(context) {
    const { args, options, call } = context;
    const { version, reason, key } = options;
    const input = (await inputFor(context)) as RerunRequest['input'];
    const result = await call(
      'rerun',
      { params: { runId: args.run }, body: { version, reason, input } },
      { idempotencyKey: key },
    );
    return tellOfLaunch(context, result);
  },
});

export const restartCommand = defineCommand({
  path: ['restart'],
  summary: 'Launch a run that repeats an ended one from a step on',
  description:
    'What came before the step is taken over, and not done again. `retry --from` repeats within the same run.',
  arguments: runArgument,
  options: {
    from: {
      type: 'text',
      placeholder: 'step',
      required: true,
      summary: 'key of the first step to do again',
    },
    version: versionOption,
    reason: reasonOption,
    ...onceOptions,
    ...waitOptions,
  },
  examples: [
    {
      line: 'restart run_01J9… --from load --wait',
      summary: 'All from the step load on',
    },
  ],
  routes: ['rerun'],
  async run(context) {
    const { args, options, call } = context;
    const { from: fromStep, version, reason, key } = options;
    const result = await call(
      'rerun',
      { params: { runId: args.run }, body: { fromStep, version, reason } },
      { idempotencyKey: key },
    );
    return tellOfLaunch(context, result);
  },
});

export const cloneCommand = defineCommand({
  path: ['clone'],
  summary: 'Launch a run like another one, of which anything may differ',
  arguments: runArgument,
  options: {
    ...inputOptions,
    version: versionOption,
    environment: { type: 'text', short: 'e', summary: 'another environment' },
    priority: {
      type: 'text',
      choices: priorities,
      summary: 'another priority',
    },
    tag: { type: 'list', short: 't', summary: 'other tags' },
    ...onceOptions,
    ...waitOptions,
  },
  examples: [
    {
      line: 'clone run_01J9… --environment staging',
      summary: 'The same elsewhere',
    },
  ],
  routes: ['cloneRun'],
  async run(context) {
    const { args, options, call } = context;
    const { version, environment, priority, tag: tags, key } = options;
    const input = (await inputFor(context)) as CloneRequest['input'];
    const body = { version, environment, priority, tags, input };
    const result = await call(
      'cloneRun',
      { params: { runId: args.run }, body },
      { idempotencyKey: key },
    );
    return tellOfLaunch(context, result);
  },
});

/** What it is to be given instead, and nothing where that is to be the same. */
async function inputFor(context: {
  options: { input?: string; file?: string; set?: string[] };
  surroundings: Parameters<typeof readObject>[1];
}): Promise<Record<string, unknown> | undefined> {
  const { options, surroundings } = context;
  return isGiven(options) ? readObject(options, surroundings) : undefined;
}
