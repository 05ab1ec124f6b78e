import { setTimeout as sleep } from 'node:timers/promises';
import {
  hasEnded,
  type KnownRun,
  type loadRun,
  type RunDetail,
  toHead,
  type WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import { CliError } from '../cli/CliError';
import type { Connection } from '../connection/Connection';
import { explainError } from '../connection/explainError';
import { exitCodes } from '../exitCodes';
import { FollowedRun } from '../follow/FollowedRun';

const PAUSES_MS = [250, 1_000, 2_000, 5_000];
/** A backend that restarts is back by then. */
const MAX_FAILURES = 12;
const LONGEST_ABSENCE_MS = 60_000;

/** Until a run has ended, however the stream holds; rejects once the signal aborts. */
export async function untilEnded(
  client: WorkflowRunsClient,
  runId: string,
  { signal, tell }: Parameters<Connection['untilEnded']>[1],
): Promise<RunDetail> {
  const followed = await persistently(signal, () =>
    FollowedRun.follow(client, runId, signal, loadHead),
  );
  try {
    await followUntilEnd(followed, { signal, tell });
  } finally {
    followed.stop();
  }
  return persistently(signal, () =>
    client.call('getRun', { params: { runId } }, { signal }),
  );
}

/** What a run is waited for with: of its steps, nothing is said. */
async function loadHead(
  ...[client, runId, signal]: Parameters<typeof loadRun>
): Promise<KnownRun> {
  const detail = await client.call('getRun', { params: { runId } }, { signal });
  return {
    ...toHead(detail),
    steps: [],
    attempts: [],
    recentEvents: [],
    logSequence: null,
  };
}

async function followUntilEnd(
  followed: FollowedRun,
  { signal, tell }: Parameters<typeof untilEnded>[2],
): Promise<void> {
  let shown = '';
  let absence: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const onChange = () => {
        const { status } = followed.getSnapshot().run;
        if (hasEnded(status)) resolve();
        else if (followed.error) reject(followed.error);
        else if (status !== shown) tell(status);
        shown = status;
        const { status: connection, error } = followed.getConnection();
        if (['live', 'polling'].includes(connection)) {
          clearTimeout(absence);
          absence = undefined;
        } else if (connection === 'disconnected') {
          absence ??= setTimeout(
            () => reject(unreachable(error)),
            LONGEST_ABSENCE_MS,
          );
        }
      };
      followed.subscribe(onChange);
      signal.addEventListener('abort', () => reject(signal.reason));
      if (signal.aborted) reject(signal.reason);
      onChange();
    });
  } finally {
    clearTimeout(absence);
  }
}

/** What is given up where nobody answers says no more than that it was given up. */
function unreachable(error: unknown): unknown {
  return explainError(error).exitCode === exitCodes.unreachable
    ? error
    : new CliError('The server does not answer', {
        exitCode: exitCodes.unreachable,
      });
}

/** Asks again for as long as a backend takes to restart. */
async function persistently<Answer>(
  signal: AbortSignal,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await ask();
    } catch (error) {
      const { exitCode } = explainError(error);
      const isPassing = exitCode === exitCodes.unreachable;
      if (signal.aborted || !isPassing || failures > MAX_FAILURES) throw error;
      const pause = PAUSES_MS[Math.min(failures, PAUSES_MS.length) - 1];
      await sleep(pause, undefined, { signal });
    }
  }
}
