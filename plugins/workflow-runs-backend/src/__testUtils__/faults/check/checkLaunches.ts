import { Evidence, groupBy } from './Evidence';

/** Each launch has made one run, however often it was asked for, and there are no other runs. */
export function checkLaunches({
  launches,
  tables: { runs, launch_keys: keys },
}: {
  launches: Evidence['launches'];
  tables: Pick<Evidence['tables'], 'runs' | 'launch_keys'>;
}): string[] {
  const problems: string[] = [];
  const known = new Set(runs.map(({ id }) => id));
  const runOfKey = groupBy(keys, ({ key }) => keyOf(String(key)));
  for (const { key, runId } of launches) {
    if (!runId) {
      problems.push(`${key} was never answered`);
      continue;
    }
    if (!known.has(runId))
      problems.push(`${key} was answered by ${runId}, which is lost`);
    const kept = (runOfKey.get(key) ?? []).map(row => row.run_id);
    if (kept.join() !== runId) {
      problems.push(`${key} was answered by ${runId}, and stands for ${kept}`);
    }
  }
  const launched = runs.filter(({ parent_run_id: parent }) => !parent);
  if (launched.length !== launches.length) {
    problems.push(
      `${launches.length} launches have made ${launched.length} runs`,
    );
  }
  return problems;
}

/** What the caller has sent: who it is stands before it. */
function keyOf(stored: string): string {
  return stored.slice(stored.lastIndexOf('\u001f') + 1);
}
