import type { Payload } from 'backstage-plugin-workflow-runs-common';
import { formatBytes } from '../../output/format';
import { showing } from '../kinds';
import { runArgument } from './runArgument';

export const ioCommand = showing({
  path: ['io'],
  summary: 'Show the redacted input and output of a run, or of a step',
  arguments: runArgument,
  options: {
    step: { type: 'text', placeholder: 'key', summary: 'of this step only' },
  },
  examples: [
    { line: 'io run_01J9…', summary: 'What a run was given, and has put out' },
    {
      line: "io run_01J9… --step extract --json | jq '.items[].value'",
      summary: 'What went in and out of a step',
    },
  ],
  route: 'listPayloads',
  input: ({ args, options }) => ({
    params: { runId: args.run },
    query: { step: options.step },
  }),
  text({ items }, { output }) {
    if (items.length === 0) output.note('There is none.');
    for (const payload of items) {
      output.line(output.colours.bold(titleOf(payload)));
      output.text(JSON.stringify(payload.value, null, 2));
    }
  },
});

function titleOf(payload: Payload): string {
  const { stepKey, itemIndex, direction, bytes, truncated } = payload;
  const item = itemIndex < 0 ? '' : `[${itemIndex}]`;
  const whose = stepKey === null ? 'run' : `${stepKey}${item}`;
  const size = truncated ? `cut, of ${formatBytes(bytes)}` : formatBytes(bytes);
  return `${whose}: ${direction} (${size})`;
}
