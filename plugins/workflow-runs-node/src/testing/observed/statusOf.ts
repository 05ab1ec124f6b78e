import { RunSnapshot, RunStatus } from 'backstage-plugin-workflow-runs-common';

/** What a run is by what was told of it: the passage that it is in says it. */
export function statusOf({ passages }: RunSnapshot): RunStatus {
  const last = [...passages].sort((a, b) => a.generation - b.generation).pop();
  if (!last) return 'queued';
  if (last.end) return last.end.outcome;
  const mark = [...last.marks].sort((a, b) => a.at - b.at).pop();
  if (mark) return mark.to;
  return last.startedAt === undefined ? 'queued' : 'running';
}
