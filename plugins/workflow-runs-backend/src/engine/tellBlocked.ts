import { Recorder } from '../recorder/Recorder';
import { LeaseLost } from '../recorder/Transition';

/**
 * Says of a run what it waits for, or takes it back, as it was looked at: where it has been claimed
 * since, or has ended, that is not true any more.
 */
export async function tellBlocked(
  recorder: Recorder,
  run: { id: string; generation: number; epoch: string | number },
  { at, blockedReason }: { at: number; blockedReason: string | null },
): Promise<void> {
  const { id, generation, epoch } = run;
  try {
    await recorder.commit({
      runId: id,
      fence: { epoch: Number(epoch), isOnlooker: true },
      facts: [{ type: 'run.changed', at, generation, blockedReason }],
    });
  } catch (error) {
    if (!(error instanceof LeaseLost)) throw error;
  }
}
