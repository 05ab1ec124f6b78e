import type { ActionResult } from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../../cli/CommandContext';
import type { OptionSpecs } from '../../cli/defineCommand';
import { withoutControls } from '../../output/withoutControls';

/** Why; each action is kept with it. */
export const reasonOption = {
  reason: {
    type: 'text',
    short: 'r',
    summary: 'why; it is kept with the run',
  },
} as const satisfies OptionSpecs;

/** What came of an action, in a line. */
export function sayResult(
  { runId, newStatus, message }: ActionResult,
  { output }: Pick<CommandContext, 'output'>,
): string {
  return `${runId} ${output.status(newStatus)}: ${withoutControls(message)}`;
}
