import {
  RunSnapshot,
  runSnapshotSchema,
} from 'backstage-plugin-workflow-runs-common';
import { EngineLogLine, NativeRun, Observed, RunSink } from '../../engines';

/**
 * A sink that remembers what it is told, and refuses what the portal would refuse.
 *
 * @public
 */
export class TestSink implements RunSink {
  readonly snapshots: RunSnapshot[] = [];
  readonly lines = new Map<string, EngineLogLine[]>();

  async observe(snapshot: RunSnapshot): Promise<Observed> {
    const parsed = runSnapshotSchema.safeParse(snapshot);
    if (!parsed.success) {
      const [{ path, message }] = parsed.error.issues;
      throw new Error(`A snapshot has /${path.join('/')}: ${message}`);
    }
    this.snapshots.push(parsed.data);
    const runId = `run of ${snapshot.nativeId}`;
    return { runId, outcome: 'changed' };
  }

  async record(
    { nativeId }: NativeRun,
    lines: readonly EngineLogLine[],
  ): Promise<number> {
    const known = this.lines.get(nativeId) ?? [];
    const last = known[known.length - 1]?.number ?? 0;
    const fresh = lines.filter(({ number }) => number > last);
    this.lines.set(nativeId, [...known, ...fresh]);
    return this.recorded({ nativeId });
  }

  async recorded({ nativeId }: Pick<NativeRun, 'nativeId'>): Promise<number> {
    return this.lines.get(nativeId)?.slice(-1)[0]?.number ?? 0;
  }

  /** What was told of a run last. */
  last(nativeId: string): RunSnapshot | undefined {
    return this.snapshots.filter(each => each.nativeId === nativeId).pop();
  }

  /** Ids of the runs that were told of, each once, in their order. */
  get told(): string[] {
    return [...new Set(this.snapshots.map(({ nativeId }) => nativeId))].sort();
  }
}
