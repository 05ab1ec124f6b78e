import { ulid } from 'ulid';
import { z } from 'zod';
import {
  Json,
  LogLevel,
  StepError,
  ValidatorResult,
} from 'backstage-plugin-workflow-runs-common';
import { StepContext } from 'backstage-plugin-workflow-runs-node';
import {
  ArtifactStore,
  digest,
  MAX_ARTIFACT_BYTES,
} from '../artifacts/ArtifactStore';
import { LiveWriter, Speaker } from '../recorder/LiveWriter';
import { ArtifactRecord } from '../recorder/Transition';
import { timeoutError, toStepError } from './errors';
import { toOutput } from './output';

/** What became of an attempt. */
export type AttemptOutcome =
  | {
      type: 'completed';
      output: Json;
      usage?: Usage;
      /** What validators found in the output. */
      validation?: ValidatorResult[];
      /** What the handler reported about its effects. */
      report?: Json;
    }
  | { type: 'failed'; error: StepError; usage?: Usage }
  /** The worker stops; the attempt was let go in good order. */
  | { type: 'released' };

/** What an attempt is to do. */
export interface AttemptTask {
  speaker: Speaker;
  generation: number;
  timeoutMs: number;
  /** How long it may be silent. */
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
  /** Records a file whose content is stored. */
  addArtifact(artifact: ArtifactRecord): Promise<void>;
}

/** Resources that an attempt has used. */
interface Usage {
  tokens?: number;
  computeMs?: number;
}

type Voice = Pick<StepContext, 'logger' | 'progress'>;

/** An attempt under way. */
export interface RunningAttempt {
  outcome: Promise<AttemptOutcome>;
  /** Tells the handler to stop: because the run is canceled, or because the worker stops. */
  abort(why: 'canceled' | 'released'): void;
}

/** Runs handlers: gives them their context, and a limit. */
export class AttemptRunner {
  constructor(
    private readonly options: {
      live: LiveWriter;
      artifacts: ArtifactStore;
      /** How long a handler that was told to stop may take before nobody waits for it. */
      abortGraceMs: number;
    },
  ) {}

  start(task: AttemptTask): RunningAttempt {
    const controller = new AbortController();
    let stop: (outcome: AttemptOutcome) => void;
    const stopped = new Promise<AttemptOutcome>(resolve => {
      stop = resolve;
    });
    // Set once the handler has been told to stop: whatever it does then is no result of its own.
    let verdict: AttemptOutcome | undefined;
    let grace: NodeJS.Timeout | undefined;
    const abort = (outcome: AttemptOutcome, reason: string) => {
      if (verdict) return;
      verdict = outcome;
      controller.abort(new DOMException(reason, 'AbortError'));
      grace = setTimeout(() => stop(outcome), this.options.abortGraceMs);
    };
    const timeout = setTimeout(
      () =>
        abort(
          { type: 'failed', error: timeoutError(task.timeoutMs) },
          'The attempt has timed out',
        ),
      task.timeoutMs,
    );

    let isOver = false;
    const voice = this.#voiceOf(task.speaker, () => isOver);
    const finished = this.#run(task, controller.signal, voice).then(
      // A handler that succeeds in spite of the abort has succeeded.
      outcome => (outcome.type === 'completed' ? outcome : verdict ?? outcome),
    );
    const outcome = Promise.race([finished, stopped]).finally(async () => {
      clearTimeout(timeout);
      clearTimeout(grace);
      isOver = true;
      await this.options.live.flush();
      this.options.live.forget(task.speaker);
    });

    return {
      outcome,
      abort: why =>
        why === 'released'
          ? abort({ type: 'released' }, 'The worker stops')
          : abort(
              {
                type: 'failed',
                error: {
                  category: 'policy_denied',
                  code: 'RUN_CANCELED',
                  message: 'The run was canceled',
                },
              },
              'The run is canceled',
            ),
    };
  }

  async #run(
    task: AttemptTask,
    signal: AbortSignal,
    voice: Voice,
  ): Promise<AttemptOutcome> {
    const usage: Usage = {};
    const used = () => (Object.keys(usage).length > 0 ? { usage } : {});
    try {
      const context = this.#contextOf(task, signal, voice, usage);
      const output = toOutput(await task.run(context), task.output);
      const validation = await task.validate?.(context, output);
      return { type: 'completed', output, validation, ...used() };
    } catch (error) {
      return { type: 'failed', error: toStepError(error), ...used() };
    }
  }

  #contextOf(
    task: AttemptTask,
    signal: AbortSignal,
    voice: Voice,
    usage: Usage,
  ): StepContext {
    const { speaker, generation } = task;
    const { runId, step, item, attempt } = speaker;
    return {
      runId,
      stepKey: step,
      input: structuredClone(task.input),
      outputs: task.outputs,
      attempt,
      idempotencyKey:
        task.idempotencyKey ?? idempotencyKey(runId, generation, step, item),
      signal,
      ...voice,
      artifacts: { add: file => this.#addArtifact(task, file) },
      usage: used => {
        for (const unit of ['tokens', 'computeMs'] as const) {
          const amount = used[unit];
          // Columns of whole numbers; what a handler measures may be none.
          if (Number.isFinite(amount) && amount! > 0) {
            usage[unit] = (usage[unit] ?? 0) + Math.round(amount!);
          }
        }
      },
    };
  }

  /** What a handler can say; nobody listens any more once its attempt is over. */
  #voiceOf(speaker: Speaker, isOver: () => boolean): Voice {
    const { live } = this.options;
    const log =
      (level: LogLevel) => (message: string, fields?: Record<string, Json>) => {
        if (!isOver()) live.log(speaker, level, message, fields);
      };
    return {
      logger: {
        debug: log('debug'),
        info: log('info'),
        warn: log('warn'),
        error: log('error'),
      },
      progress: ({ message, fraction }) => {
        if (isOver()) return;
        live.progress(speaker, {
          message: message ?? null,
          fraction:
            fraction === undefined || !Number.isFinite(fraction)
              ? null
              : Math.min(1, Math.max(0, fraction)),
        });
      },
    };
  }

  async #addArtifact(
    { speaker, generation, addArtifact }: AttemptTask,
    file: { name: string; contentType: string; content: string | Uint8Array },
  ): Promise<string> {
    const content = Buffer.from(file.content as Uint8Array);
    if (content.length > MAX_ARTIFACT_BYTES) {
      throw new RangeError(
        `Artifact '${file.name}' has ${content.length} bytes, and ${MAX_ARTIFACT_BYTES} are allowed`,
      );
    }
    const id = `art_${ulid()}`;
    await this.options.artifacts.put(id, content);
    await addArtifact({
      id,
      step: speaker.step,
      item: speaker.item,
      generation,
      attempt: speaker.attempt,
      name: file.name.slice(0, 256),
      contentType: file.contentType.slice(0, 128),
      bytes: content.length,
      sha256: digest(content),
      store: this.options.artifacts.id,
    });
    return id;
  }
}

/** The same for all attempts of a step within a generation. */
export function idempotencyKey(
  runId: string,
  generation: number,
  step: string,
  item: number,
): string {
  const place = item < 0 ? step : `${step}/${item}`;
  return generation === 0
    ? `${runId}/${place}`
    : `${runId}/${place}/g${generation}`;
}
