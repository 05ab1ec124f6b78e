import { MAX_TAGS, RunFact } from 'backstage-plugin-workflow-runs-common';
import { Change, Row } from '../database/changes';
import { TooManyTags, Transition } from './Transition';

/** A run of which the tags change. */
interface Tagged {
  orderedAt: number;
  before: ReadonlySet<string>;
  tags: ReadonlySet<string>;
}

/**
 * What becomes of the tags of runs. Facts tell what is added and removed, and no fact can tell what
 * comes of it: that is found here, where the run is locked against all other lanes. So of two changes
 * at once, also from two backends, neither undoes the other.
 *
 * @param runs - the runs that there are, as they are under the lock
 * @throws TooManyTags where a run would have more than it may have; the batch is then tried in halves
 */
export function tagChanges(
  told: readonly { transition: Transition; facts: readonly RunFact[] }[],
  runs: ReadonlyMap<string, Row>,
): Change[] {
  const tagged = new Map<string, Tagged>();
  const created = new Map<string, Tagged>();
  for (const { transition, facts } of told) {
    const { runId, create } = transition;
    if (create) created.set(runId, taggedFrom(create.tags, create.queuedAt));
    for (const fact of facts) {
      if (fact.type !== 'run.changed' || !fact.tags) continue;
      const run =
        tagged.get(runId) ?? created.get(runId) ?? taggedRow(runs.get(runId)!);
      const tags = applied(run.tags, fact.tags);
      if (tags.size > MAX_TAGS && tags.size > run.tags.size) {
        throw new TooManyTags(runId);
      }
      tagged.set(runId, { ...run, tags });
    }
  }
  return [...tagged].flatMap(([runId, run]) => changesOfTags(runId, run));
}

function taggedFrom(tags: readonly string[], orderedAt: number): Tagged {
  const before = new Set(tags);
  return { orderedAt, before, tags: before };
}

function taggedRow(row: Row): Tagged {
  return taggedFrom(JSON.parse(String(row.tags)), Number(row.ordered_at));
}

function applied(
  tags: ReadonlySet<string>,
  { added, removed }: { added: string[]; removed: string[] },
): ReadonlySet<string> {
  const left = [...tags].filter(tag => !removed.includes(tag));
  return new Set([...left, ...added]);
}

function changesOfTags(
  runId: string,
  { orderedAt, before, tags }: Tagged,
): Change[] {
  const row = (kind: Change['kind'], tag: string): Change => ({
    kind,
    table: 'run_tags',
    key: { tag, ordered_at: orderedAt, run_id: runId },
  });
  const added = [...tags].filter(tag => !before.has(tag));
  const removed = [...before].filter(tag => !tags.has(tag));
  return [
    {
      kind: 'update',
      table: 'runs',
      key: { id: runId },
      set: { tags: JSON.stringify([...tags]) },
    },
    ...added.map(tag => row('upsert', tag)),
    ...removed.map(tag => row('delete', tag)),
  ];
}
