import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { EngineAction, Json } from 'backstage-plugin-workflow-runs-common';
import { EngineInstance, NativeRun } from './engines';

/** What an operator asks of a run, beside the action. @public */
export interface EngineCommandDetails {
  step?: string;
  item?: number;
  to?: 'skip' | 'complete' | 'fail';
  output?: Json;
  decision?: 'approved' | 'rejected';
  /** The operation of a step that is to be carried out. */
  operation?: string;
  input?: Json;
  /** The event that the run is told of. */
  name?: string;
  payload?: Json;
}

/** Something that an operator asks of a run. @public */
export interface EngineCommand {
  instance: EngineInstance;
  run: NativeRun;
  action: EngineAction;
  /** The same where the same is asked again: an engine does it once. */
  idempotencyKey: string;
  /** Entity ref of the user, or subject of the service, who asks. */
  actor: string;
  /** Theirs, for an engine that has permissions of its own; a job that goes on without them has none. */
  credentials?: BackstageCredentials;
  reason: string | null;
  details: EngineCommandDetails;
}

/** What an engine says to a command. @public */
export interface EngineAnswer {
  /**
   * `accepted`: it will be done; the run tells when it is. `queued`: the engine will hear of it, and whoever has queued
   * it tells what comes of it.
   */
  status: 'completed' | 'accepted' | 'queued';
  /** For people. */
  message?: string;
  /** What an `update` has answered. */
  result?: Json;
}

/** The engine will not do what it was asked for. @public */
export class CommandRefused extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'CommandRefused';
  }
}

/** The engine does not answer, or wants to be left alone for a while. @public */
export class EngineAway extends Error {
  /** When it may be asked again, in milliseconds, where it says so. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { retryAfterMs?: number } = {}) {
    super(message);
    this.name = 'EngineAway';
    this.retryAfterMs = options.retryAfterMs;
  }
}
