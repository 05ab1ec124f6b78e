import {
  Json,
  StepDefinition,
  StepError,
} from 'backstage-plugin-workflow-runs-common';
import { StepReport } from 'backstage-plugin-workflow-runs-node';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { LiveWriter, Speaker } from '../recorder/LiveWriter';
import { ArtifactRecord } from '../recorder/Transition';
import { RegisteredHandler } from '../workflows/WorkflowRegistry';
import { Attempt } from './Attempt';
import { HandlerSecrets } from './HandlerSecrets';
import { PayloadLimits } from './payloadLimits';
import { Slots } from './Slots';
import { Tracing } from './Tracing';

/** What became of an attempt; the handler's latest report, where it has given one. */
export type AttemptOutcome =
  | {
      type: 'completed';
      output: Json;
      usage?: { tokens?: number; computeMs?: number };
      report?: StepReport;
    }
  | { type: 'failed'; error: StepError; report?: StepReport }
  /** The worker stops; the attempt was let go in good order. */
  | { type: 'released' };

/** What an attempt is to do. */
export interface AttemptTask {
  speaker: Speaker;
  generation: number;
  /** Name of the workflow, for those who look at traces. */
  workflow: string;
  isBackfill: boolean;
  step: StepDefinition & {
    /** How long it may be silent, in milliseconds. */
    heartbeatMs?: number;
  };
  handler: RegisteredHandler;
  input: Json;
  outputs: Readonly<Record<string, Json>>;
  /** Records a file whose content is stored. */
  addArtifact(artifact: ArtifactRecord): Promise<void>;
}

/** An attempt under way. */
export interface RunningAttempt {
  outcome: Promise<AttemptOutcome>;
  /** Tells the handler to stop: because the run is canceled, or because the worker stops. */
  abort(why: 'canceled' | 'released'): void;
}

/** What attempts need of the backend. */
export interface AttemptRunnerOptions {
  live: LiveWriter;
  artifacts: ArtifactStore;
  secrets: HandlerSecrets;
  tracing: Tracing;
  limits: PayloadLimits;
  slots: Slots;
  /** How long a handler that was told to stop may take before nobody waits for it. */
  abortGraceMs: number;
}

/** Runs handlers: gives them their context, and limits. */
export class AttemptRunner {
  constructor(private readonly options: AttemptRunnerOptions) {}

  /** Whether attempts wait for others: then this backend has enough to do. */
  get isFull(): boolean {
    return this.options.slots.isFull;
  }

  start(task: AttemptTask): RunningAttempt {
    return new Attempt(task, this.options);
  }
}
