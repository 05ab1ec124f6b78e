import type { OptionSpecs } from './defineCommand';

/** Options that every command has. */
export const commonOptions = {
  json: {
    type: 'flag',
    summary: 'print what the API answers, as JSON',
  },
  quiet: {
    type: 'flag',
    short: 'q',
    summary: 'print ids alone, or nothing where there are none',
  },
  url: {
    type: 'text',
    placeholder: 'url',
    summary: 'base URL of the backend, before WORKFLOW_RUNS_URL',
  },
  instance: {
    type: 'text',
    placeholder: 'name',
    summary: "which login of the Backstage CLI to use, where there's no token",
  },
} as const satisfies OptionSpecs;
