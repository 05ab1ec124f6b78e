import { Json } from 'backstage-plugin-workflow-runs-common';
import { EngineInstance, NativeRun } from './engines';

/** A run that an engine elsewhere is to launch. @public */
export interface EngineLaunch {
  instance: EngineInstance;
  /** Name of the workflow, as snapshots name it. */
  workflow: string;
  namespace: string;
  input: Record<string, Json>;
  /** Identifies what the run is about, where whoever asks has said so. */
  businessEventId: string | null;
  tags: readonly string[];
  /** The same where the same is asked again: an engine does it once. */
  idempotencyKey: string;
  /** Entity ref of the user, or subject of the service, who asks. */
  actor: string;
}

/** From which step a run is to be done again. @public */
export interface RetryQuestion {
  instance: EngineInstance;
  run: NativeRun;
  /** Key of the first step to do again; null: what the engine does where none is named. */
  step: string | null;
}

/** What doing a run again from a step does. @public */
export interface RetryPlan {
  /** Whether the run itself goes on, or another one takes its place. */
  becomes: 'same_run' | 'new_run';
  /** Keys of the steps that run again. */
  again: string[];
  /** Keys of the steps whose outcome is kept. */
  kept: string[];
  /** What else whoever decides should know, in whole sentences. */
  notes: string[];
}

/** What a run can be told and asked, as far as it says so. @public */
export interface RunHandlers {
  /** What `send_event` can name. */
  signals: RunHandler[];
  /** What `update` can name. */
  updates: RunHandler[];
  /** What `query` can name. */
  queries: RunHandler[];
}

/** Something that a run can be told or asked. @public */
export interface RunHandler {
  name: string;
  description: string | null;
}

/** A question to a run. @public */
export interface EngineQuery {
  instance: EngineInstance;
  run: NativeRun;
  name: string;
  args: readonly Json[];
}

/** Which page of what an engine has recorded of a run. @public */
export interface NativeHistoryRequest {
  instance: EngineInstance;
  run: NativeRun;
  /** What the page before returned; null for the first one. */
  cursor: string | null;
  /** Events that one page should not exceed. */
  limit: number;
}

/** A page of what an engine has recorded of a run. @public */
export interface NativeHistoryPage {
  /** As the engine writes them, oldest first. */
  events: Json[];
  /** Null where there is no more; 4,000 characters at most. */
  nextCursor: string | null;
}
