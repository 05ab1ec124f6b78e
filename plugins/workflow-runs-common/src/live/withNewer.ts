import { applyUpdate } from './applyUpdate';
import { KnownRun } from './snapshot';

/**
 * A run that was loaded anew, with what the stream has told in the meantime: it does not tell that
 * again, and of a run that has ended there is nobody else who would.
 *
 * @public
 */
export function withNewer(
  loaded: KnownRun,
  known: KnownRun | undefined,
): KnownRun {
  if (!known) return loaded;
  const isAhead = known.run.position > loaded.run.position;
  return applyUpdate(loaded, {
    run: isAhead ? known.run : loaded.run,
    steps: known.steps,
    attempts: known.attempts,
    events: known.recentEvents,
    logSequence: known.logSequence ?? 0,
  });
}
