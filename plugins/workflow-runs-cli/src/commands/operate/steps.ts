import type { RouteInput, Routes } from 'backstage-plugin-workflow-runs-common';
import { jsonOptions, readObject } from '../../input/readInput';
import { parseJson } from '../../input/parseJson';
import { withoutControls } from '../../output/withoutControls';
import { changing } from '../kinds';
import { runArgument } from '../runs/runArgument';
import { reasonOption, sayResult } from './act';

export const forceCommand = changing({
  path: ['force'],
  summary: 'Skip, complete or fail a step that has not settled',
  arguments: {
    ...runArgument,
    step: {
      summary: 'key of the step; <key>:compensate for its rollback',
    },
    to: {
      summary: 'what becomes of it',
      choices: ['skip', 'complete', 'fail'],
    },
  },
  options: {
    output: {
      type: 'text',
      placeholder: 'json',
      summary: 'what it puts out, where it is completed',
    },
    reason: { ...reasonOption.reason, required: true },
  },
  examples: [
    {
      line: `force run_01J9… load complete --output '{"rows": 12}' --reason "loaded by hand"`,
      summary: 'Go on with what somebody has done by hand',
    },
  ],
  route: 'forceStep',
  input({ args, options }) {
    const output =
      options.output === undefined
        ? undefined
        : (parseJson(options.output, '--output') as string);
    return {
      params: { runId: args.run },
      body: { step: args.step, to: args.to, output, reason: options.reason },
    };
  },
  said: sayResult,
});

export const actionCommand = changing({
  path: ['action'],
  summary: 'Carry out an operation that a step offers while it runs or waits',
  arguments: {
    ...runArgument,
    step: { summary: 'key of the step' },
    action: { summary: 'name of the operation' },
  },
  options: { ...jsonOptions, ...reasonOption },
  examples: [
    {
      line: 'action run_01J9… crawl set_rate --set perSecond=5',
      summary: 'Have a step go slower',
    },
  ],
  route: 'invokeNodeAction',
  async input({ args, options, surroundings }) {
    type Body = RouteInput<Routes['invokeNodeAction']>['body'];
    const input = (await readObject(options, surroundings)) as Body['input'];
    const { step, action } = args;
    return {
      params: { runId: args.run },
      body: { step, action, input, reason: options.reason },
    };
  },
  said: sayResult,
});

export const eventCommand = changing({
  path: ['event'],
  summary: 'Tell a run of an event; one that no step waits for yet is kept',
  arguments: { ...runArgument, name: { summary: 'name of the event' } },
  options: {
    payload: {
      type: 'text',
      placeholder: 'json',
      summary: 'what it says',
    },
  },
  examples: [
    {
      line: `event run_01J9… payment_received --payload '{"sum": 120}'`,
      summary: 'Go on now that it was paid',
    },
  ],
  route: 'sendEvent',
  input({ args, options }) {
    const payload =
      options.payload === undefined
        ? undefined
        : (parseJson(options.payload, '--payload') as string);
    return { params: { runId: args.run }, body: { name: args.name, payload } };
  },
  said: sayResult,
});

export const updateCommand = changing({
  path: ['update'],
  summary: 'Ask a running run to change something, and hear what it answers',
  arguments: { ...runArgument, name: { summary: 'name of the update' } },
  options: {
    input: {
      type: 'text',
      short: 'i',
      placeholder: 'json',
      summary: 'what goes with it',
    },
    ...reasonOption,
  },
  examples: [
    {
      line: `update run_01J9… setRate --input '{"perSecond": 5}'`,
      summary: '`handlers` lists the names',
    },
  ],
  route: 'updateRun',
  input({ args, options }) {
    const input =
      options.input === undefined
        ? undefined
        : (parseJson(options.input, '--input') as string);
    return {
      params: { runId: args.run },
      body: { name: args.name, input, reason: options.reason },
    };
  },
  said: (answer, context) =>
    answer.result === undefined
      ? sayResult(answer, context)
      : withoutControls(JSON.stringify(answer.result, null, 2)),
});
