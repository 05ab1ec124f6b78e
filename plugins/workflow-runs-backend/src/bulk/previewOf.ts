import { BulkPreview } from 'backstage-plugin-workflow-runs-common';
import { JudgedRun } from './judgeRuns';

const MAX_SAMPLE = 10;
const MAX_SAMPLE_IDS = 5;

/** Sums up what a bulk job would do. */
export async function previewOf(
  judged: AsyncIterable<JudgedRun>,
): Promise<BulkPreview> {
  let total = 0;
  let allowed = 0;
  const sample: BulkPreview['sample'] = [];
  const refused = new Map<string, BulkPreview['refused'][number]>();
  for await (const { runId, run, refusal } of judged) {
    total += 1;
    if (refusal === undefined) {
      allowed += 1;
      if (sample.length < MAX_SAMPLE) sample.push(run!);
      continue;
    }
    const group = refused.get(refusal) ?? {
      reason: refusal,
      count: 0,
      sampleRunIds: [],
    };
    group.count += 1;
    if (run && group.sampleRunIds.length < MAX_SAMPLE_IDS)
      group.sampleRunIds.push(runId);
    refused.set(refusal, group);
  }
  return {
    total,
    allowed,
    refused: [...refused.values()].sort((a, b) => b.count - a.count),
    sample,
  };
}
