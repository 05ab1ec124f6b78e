import { isDataError } from '../database/errors';
import { Recorder } from '../recorder/Recorder';
import { ArtifactRecord, LeaseLost } from '../recorder/Transition';
import { ArtifactStore } from './ArtifactStore';

/** The attempt has ended, whatever its handler still does. */
class AttemptOver extends Error {
  constructor() {
    super('The attempt has ended: it can add no more artifacts');
    this.name = 'AttemptOver';
  }
}

/**
 * Has the content of a file stored, then records it for as long as its attempt goes on. A database that
 * is away is not the handler's fault: no policy decides about that, the run is given up and its step
 * repeated, as where any other result cannot be committed.
 *
 * @param options - `giveUp`: lets go of the run
 * @throws where it was not recorded; its content is deleted where that is certain
 */
export async function addArtifact(
  artifact: ArtifactRecord,
  content: Buffer,
  options: {
    runId: string;
    epoch: number;
    store: ArtifactStore;
    recorder: Recorder;
    now: () => number;
    isUnderWay: () => boolean;
    giveUp: (error: unknown) => void;
  },
): Promise<void> {
  const { runId, epoch, store, recorder, now, isUnderWay, giveUp } = options;
  try {
    await store.put(artifact.id, content);
    if (!isUnderWay()) throw new AttemptOver();
    const { id: artifactId, sha256: _, store: __, ...about } = artifact;
    await recorder.commit({
      runId,
      fence: { epoch },
      facts: [{ type: 'artifact.added', at: now(), artifactId, ...about }],
      artifacts: [artifact],
    });
  } catch (error) {
    const isRefused = error instanceof AttemptOver || isDataError(error);
    if (!isRefused) giveUp(error);
    if (isRefused || error instanceof LeaseLost) {
      // What cannot be deleted now is left behind; nothing points at it.
      await store.delete(artifact.id).catch(() => {});
    }
    throw error;
  }
}
