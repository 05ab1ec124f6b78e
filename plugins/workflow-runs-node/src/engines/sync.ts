import { EngineInstance, NativeRun } from './engines';

/**
 * Which runs an engine is to tell of.
 *
 * - `run`: one run, somebody looks at it. Tell all there is to know.
 * - `open`: runs that have not ended, and those that are `known`: tell of each how it is now.
 * - `window`: runs that have changed within a time. Windows overlap: telling of too many is fine.
 * - `backfill`: runs that began within a time in the past, newest first where the engine can.
 * - `drift`: runs that changed within a longer time, to find what windows have missed.
 *
 * @public
 */
export type SyncSubject =
  | { kind: 'run'; run: NativeRun }
  | {
      kind: 'open';
      /**
       * Some that are open here, and that the pass before did not tell of: they may have ended. Asked for with the
       * first page alone.
       */
      known: readonly NativeRun[];
    }
  | {
      kind: 'window' | 'backfill' | 'drift';
      /** Epoch milliseconds. */
      since: number;
      /** Epoch milliseconds; what happens later is for the next one. */
      until: number;
    };

/** Kinds of what engines are asked for, the most urgent first. @public */
export type SyncKind = SyncSubject['kind'];

/** One page of what an engine is asked for. @public */
export type SyncScope = SyncSubject & {
  instance: EngineInstance;
  /** What the page before returned; null for the first one. */
  cursor: string | null;
  /** Runs that one page should not exceed by much. */
  limit: number;
};

/** What one page took, and where the next one begins. @public */
export interface SyncPage {
  /** Null where there is no more; 4,000 characters at most. */
  nextCursor: string | null;
  /** Requests that were made to the engine: its limits count them. 1 where it is not said. */
  requests?: number;
  /** What could not be told, for people, where the engine goes on all the same. */
  problem?: string;
}
