import {
  Capabilities,
  runActionSchema,
} from 'backstage-plugin-workflow-runs-common';

const EMBEDDED: Capabilities = {
  launch: true,
  // What it cancels, it rolls back; and its runs are told of what they wait for.
  actions: runActionSchema.exclude(['terminate', 'update']).options,
  logs: true,
  artifacts: true,
};
const NONE: Capabilities = {
  launch: false,
  actions: [],
  logs: false,
  artifacts: false,
};

/** What an engine can do; one that is not there can do nothing. */
export function capabilitiesOf(engine: string): Capabilities {
  return engine === 'embedded' ? EMBEDDED : NONE;
}
