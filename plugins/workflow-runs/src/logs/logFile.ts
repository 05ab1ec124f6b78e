import { LogLine, recordsOf } from 'backstage-plugin-workflow-runs-common';
import { RunSnapshot } from 'backstage-plugin-workflow-runs-react';

/** Lines as a file: a JSON object each, with names that other tools know. */
export function logFileOf(
  snapshot: Pick<RunSnapshot, 'run' | 'steps' | 'attempts'>,
  lines: readonly LogLine[],
): string {
  const recordOf = recordsOf(snapshot);
  return lines.map(line => `${JSON.stringify(recordOf(line))}\n`).join('');
}
