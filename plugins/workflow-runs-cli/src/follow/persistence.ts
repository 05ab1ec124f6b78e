import { setTimeout as sleep } from 'node:timers/promises';
import { explainError } from '../connection/explainError';
import { withoutControls } from '../output/withoutControls';
import { exitCodes } from '../exitCodes';
import type { FollowedRun } from './FollowedRun';
import type { Persistence } from './followLog';

/** Says once when the server goes, and once when it comes back. */
export class Absence {
  private isAway = false;

  constructor(private readonly say: (text: string) => void) {}

  begin(error: unknown): void {
    if (this.isAway) return;
    this.isAway = true;
    const why = error
      ? `: ${withoutControls(explainError(error).message)}`
      : '';
    this.say(`The connection is lost, trying again${why}`);
  }

  end(): void {
    if (!this.isAway) return;
    this.isAway = false;
    this.say('The connection is back, going on behind the last line');
  }

  /** As the connection of a run goes and comes. */
  watch(followed: FollowedRun): void {
    followed.subscribe(() => {
      const { status, error } = followed.getConnection();
      const isAway = status === 'reconnecting' || status === 'disconnected';
      if (isAway) this.begin(error);
      else if (status === 'live' || status === 'polling') this.end();
    });
  }
}

/** Tries again for as long as the server is away. */
export function persistenceOf(
  signal: AbortSignal,
  absence: Absence,
): Persistence {
  return {
    isPassing: error =>
      !signal.aborted && explainError(error).exitCode === exitCodes.unreachable,
    lost: error => absence.begin(error),
    found: () => absence.end(),
    sleep: async ms => {
      await sleep(ms, undefined, { signal });
    },
    random: Math.random,
  };
}
