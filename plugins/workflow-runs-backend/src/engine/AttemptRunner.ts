import { z } from 'zod';
import {
  Json,
  StepError,
  ValidatorResult,
} from 'backstage-plugin-workflow-runs-common';
import { StepContext, StepReport } from 'backstage-plugin-workflow-runs-node';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { LiveWriter, Speaker } from '../recorder/LiveWriter';
import { ArtifactRecord } from '../recorder/Transition';
import { Attempt } from './Attempt';
import { HandlerSecrets } from './HandlerSecrets';
import { PayloadLimits } from './payloadLimits';
import { Slots } from './Slots';
import { Tracing } from './Tracing';

/** Resources that an attempt has used. */
export interface Usage {
  tokens?: number;
  computeMs?: number;
}

/** What became of an attempt; the handler's latest report, where it has given one. */
export type AttemptOutcome =
  | {
      type: 'completed';
      output: Json;
      usage?: Usage;
      /** What validators found in the output. */
      validation?: ValidatorResult[];
      report?: StepReport;
    }
  | { type: 'failed'; error: StepError; usage?: Usage; report?: StepReport }
  /** The worker stops; the attempt was let go in good order. */
  | { type: 'released'; usage?: Usage };

/** What an attempt is to do. */
export interface AttemptTask {
  speaker: Speaker;
  generation: number;
  /** Name of the workflow, for those who look at traces. */
  workflow: string;
  isBackfill: boolean;
  timeoutMs: number;
  /** How long it may be silent, in milliseconds. */
  heartbeatMs?: number;
  run(context: StepContext): unknown;
  /** Shape of what it returns; undefined where any JSON will do. */
  output: z.ZodType<Json> | undefined;
  /** Judges what it returned, in the same attempt. */
  validate?(context: StepContext, output: Json): Promise<ValidatorResult[]>;
  /** By default that of the place: the same for all attempts. */
  idempotencyKey?: string;
  input: Json;
  outputs: Readonly<Record<string, Json>>;
  /** Has the content of a file stored, and records it. */
  addArtifact(artifact: ArtifactRecord, content: Buffer): Promise<void>;
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
  /** Takes out of a text what must not be shown, whosever it is. */
  redact: (text: string) => string;
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
