import { setTimeout as sleep } from 'node:timers/promises';
import { formatDuration } from 'backstage-plugin-workflow-runs-common/wording';
import { explainError } from '../connection/explainError';
import { exitCodes } from '../exitCodes';
import type { Persistence } from './followLog';

/** Tries again for as long as the server is away, and says so once each time that it goes and comes. */
export function persistenceOf(
  signal: AbortSignal,
  say: (text: string) => void,
): Persistence {
  let isLost = false;
  return {
    isPassing: error =>
      !signal.aborted && explainError(error).exitCode === exitCodes.unreachable,
    lost: (error, ms) => {
      if (!isLost) {
        say(
          `${
            explainError(error).message
          }; trying again, the next time in ${formatDuration(ms)}`,
        );
      }
      isLost = true;
    },
    found: () => {
      isLost = false;
      say('The connection is back; going on behind the last line');
    },
    sleep: async ms => {
      await sleep(ms, undefined, { signal });
    },
    random: Math.random,
  };
}
