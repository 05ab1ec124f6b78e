import { changing } from '../kinds';
import { runArgument } from '../runs/runArgument';
import { reasonOption, sayResult } from './act';

export const pauseCommand = changing({
  path: ['pause'],
  summary: 'Pause a run once its current steps have settled',
  arguments: runArgument,
  options: reasonOption,
  examples: [
    {
      line: 'pause run_01J9… --reason "the source is down"',
      summary: 'Pause, and say why',
    },
  ],
  route: 'pauseRun',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    body: { reason: options.reason },
  }),
  said: sayResult,
});

export const resumeCommand = changing({
  path: ['resume'],
  summary: 'Resume a paused run',
  arguments: runArgument,
  options: reasonOption,
  examples: [{ line: 'resume run_01J9…', summary: 'Let it go on' }],
  route: 'resumeRun',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    body: { reason: options.reason },
  }),
  said: sayResult,
});

export const cancelCommand = changing({
  path: ['cancel'],
  summary: 'Cancel a run that has not ended; what it did is rolled back',
  arguments: runArgument,
  options: reasonOption,
  examples: [
    {
      line: 'cancel run_01J9… --reason "wrong customer"',
      summary: 'Cancel, and say why',
    },
    {
      line: 'cancel run_01J9… && workflow-runs wait run_01J9…',
      summary: 'Cancel, and wait until it is rolled back',
    },
  ],
  route: 'cancelRun',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    body: { reason: options.reason },
  }),
  said: sayResult,
});

export const terminateCommand = changing({
  path: ['terminate'],
  summary: 'End a run at once; nothing is cleaned up or rolled back',
  description:
    'For runs of engines elsewhere that can do so. `cancel` lets a run tidy up.',
  arguments: runArgument,
  options: reasonOption,
  examples: [
    {
      line: 'terminate run_01J9… --reason "it hangs, and does not hear cancel"',
      summary: 'Where nothing else helps',
    },
  ],
  route: 'terminateRun',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    body: { reason: options.reason },
  }),
  said: sayResult,
});

export const resolveCommand = changing({
  path: ['resolve'],
  summary:
    'Note what became of a failure, or leave what could not be rolled back as it is',
  arguments: runArgument,
  options: {
    note: {
      type: 'text',
      required: true,
      summary: 'what became of it',
    },
  },
  examples: [
    {
      line: 'resolve run_01J9… --note "refunded by hand"',
      summary: 'Nobody has to look at it any more',
    },
  ],
  route: 'resolveRun',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    body: { note: options.note },
  }),
  said: sayResult,
});
