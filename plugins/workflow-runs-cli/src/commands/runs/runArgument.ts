import type { ArgumentSpecs } from '../../cli/defineCommand';

/** Most commands are about one run. */
export const runArgument = {
  run: { summary: 'id of the run' },
} as const satisfies ArgumentSpecs;
