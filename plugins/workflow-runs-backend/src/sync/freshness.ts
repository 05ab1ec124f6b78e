import { isEnded, RunStatus } from 'backstage-plugin-workflow-runs-common';
import { SyncConfig } from './config';
import { EngineStanding } from './SyncOrders';

/** When an engine was asked for what. */
export interface SyncTimes {
  /** For all that is open. */
  open: number | null;
  /** For all that has changed. */
  window: number | null;
}

function latest(...times: (number | null)[]): number | null {
  const known = times.filter(time => time !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

/** As of when a run is known: it was asked for by itself, or among others. */
export function syncedAtOf(
  status: RunStatus,
  ownAt: number | null,
  times: SyncTimes,
): number | null {
  return latest(ownAt, isEnded(status) ? times.window : times.open);
}

/** Whether somebody who looks at a run should not be content with what is known of it. */
export function isRunStale(
  status: RunStatus,
  syncedAt: number | null,
  now: number,
  config: SyncConfig,
): boolean {
  if (syncedAt === null) return true;
  // What has ended changes where somebody opens it again: the next window tells.
  const mayBe = isEnded(status)
    ? Math.max(config.staleSeconds, config.windowSeconds * 2)
    : config.staleSeconds;
  return now - syncedAt > mayBe * 1_000;
}

/** Whether the runs of an engine are older than they would be if all went well. */
export function isEngineStale(
  syncedAt: number | null,
  now: number,
  { openSeconds, windowSeconds, staleSeconds }: SyncConfig,
): boolean {
  if (syncedAt === null) return true;
  const mayBe = Math.max(openSeconds, windowSeconds) * 2 + staleSeconds;
  return now - syncedAt > mayBe * 1_000;
}

/** As of when everything that is open is known. */
export function engineSyncedAt({ open, window }: SyncTimes): number | null {
  return open === null || window === null ? null : Math.min(open, window);
}

/** Why an engine is not asked now; null where it is. */
export function problemOf(
  { retryAt }: EngineStanding,
  now: number,
): string | null {
  if (retryAt === null || retryAt <= now) return null;
  const seconds = Math.ceil((retryAt - now) / 1_000);
  return `The engine does not answer; it is asked again in ${seconds} s`;
}
