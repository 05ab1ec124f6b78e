import type { Run } from 'backstage-plugin-workflow-runs-common';
import { hasEnded } from 'backstage-plugin-workflow-runs-common';
import { type ExitCode, exitCodes } from '../exitCodes';
import { type Line, span } from '../terminal/line';
import { oneLine, statusSpan, timeTaken } from './facts';

/** What to exit with once the run that was waited for has ended. */
export function outcomeCode({ status }: Pick<Run, 'status'>): ExitCode {
  return status === 'completed' ? exitCodes.ok : exitCodes.failed;
}

/** What is left on the terminal of a run that was looked at. */
export function lastWord(run: Run, now: number): Line {
  const taken = timeTaken(run, now);
  const time = taken
    ? [span(hasEnded(run.status) ? `  took ${taken}` : `  ${taken} so far`)]
    : [];
  return [
    statusSpan(run.status),
    span(`  ${oneLine(run.workflow.title)}`, 'strong'),
    span(`  ${run.id}`, 'quiet'),
    ...time,
  ];
}
