import {
  AttemptOutcome,
  AttemptRunnerOptions,
  AttemptTask,
  RunningAttempt,
} from './AttemptRunner';
import { AttemptVoice } from './AttemptVoice';
import { CANCELED, silenceError, timeoutError, toStepError } from './errors';
import { Heartbeat } from './Heartbeat';
import { toOutput } from './output';
import { createStepContext, HandlerWork } from './stepContext';
import { AttemptTrace } from './Tracing';

/** One call of a handler: from the wait for a slot to what became of it. */
export class Attempt implements RunningAttempt {
  readonly outcome: Promise<AttemptOutcome>;
  readonly #controller = new AbortController();
  readonly #voice: AttemptVoice;
  readonly #work: HandlerWork = { usage: {} };
  /** Set once the handler was told to stop: whatever it does then is no result of its own. */
  #verdict: AttemptOutcome | undefined;
  #stop!: (outcome: AttemptOutcome) => void;
  #trace: AttemptTrace | undefined;
  #heartbeat: Heartbeat | undefined;
  #timeout: NodeJS.Timeout | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(
    private readonly task: AttemptTask,
    private readonly options: AttemptRunnerOptions,
  ) {
    this.#voice = new AttemptVoice({
      ...options,
      speaker: task.speaker,
      onSign: () => this.#heartbeat?.beat(),
    });
    const slot = options.slots.take(task.isBackfill);
    const stopped = new Promise<AttemptOutcome>(resolve => {
      this.#stop = resolve;
    });
    const finished = slot.ready ? this.#whenReady(slot.ready) : this.#execute();
    this.outcome = Promise.race([finished, stopped])
      .then(outcome => this.#withWork(outcome))
      .finally(() => slot.release())
      .then(outcome => this.#end(outcome));
  }

  abort(why: 'canceled' | 'released'): void {
    if (why === 'released') {
      this.#tellToStop({ type: 'released' }, 'The worker stops');
    } else {
      this.#tellToStop(
        { type: 'failed', error: CANCELED },
        'The run is canceled',
      );
    }
  }

  #tellToStop(verdict: AttemptOutcome, reason: string) {
    if (this.#verdict) return;
    this.#verdict = verdict;
    this.#controller.abort(new DOMException(reason, 'AbortError'));
    const graceMs = this.#trace ? this.options.abortGraceMs : 0;
    this.#grace = setTimeout(() => this.#stop(verdict), graceMs);
  }

  async #whenReady(ready: Promise<void>): Promise<AttemptOutcome> {
    this.#voice.progress({
      message:
        'Waits for another attempt of this backend to end (workflowRuns.limits.attemptsPerBackend)',
    });
    await ready;
    this.#voice.progress({});
    return this.#verdict ?? this.#execute();
  }

  async #execute(): Promise<AttemptOutcome> {
    const { speaker, generation, workflow, timeoutMs, heartbeatMs } = this.task;
    this.#timeout = setTimeout(
      () =>
        this.#tellToStop(
          { type: 'failed', error: timeoutError(timeoutMs) },
          'The attempt has timed out',
        ),
      timeoutMs,
    );
    this.#heartbeat = new Heartbeat(heartbeatMs, () =>
      this.#tellToStop(
        { type: 'failed', error: silenceError(heartbeatMs!) },
        'The attempt gave no sign of life',
      ),
    );
    this.#trace = this.options.tracing.startAttempt({
      ...speaker,
      generation,
      workflow,
    });
    const outcome = await this.#trace.run(() => this.#call(this.#trace!));
    // A handler that succeeds in spite of the abort has succeeded.
    return outcome.type === 'completed' ? outcome : this.#verdict ?? outcome;
  }

  async #call({ trace }: AttemptTrace): Promise<AttemptOutcome> {
    const { secrets, redact, limits } = this.options;
    try {
      const context = createStepContext(this.task, this.options, {
        signal: this.#controller.signal,
        voice: this.#voice,
        heartbeat: () => this.#heartbeat?.beat(),
        trace,
        work: this.#work,
      });
      const returned = await this.task.run(context);
      const output = toOutput(returned, this.task.output, limits);
      const clean = secrets.json(output);
      if (clean !== output) {
        this.#voice.note(
          'The output held a secret; [redacted:secret] stands in its place, also for later steps',
        );
      }
      const validation = await this.task.validate?.(context, clean);
      return { type: 'completed', output: clean, validation };
    } catch (error) {
      return {
        type: 'failed',
        error: toStepError(error, text => secrets.text(text), redact),
      };
    }
  }

  /** What it has used counts whatever becomes of it; what it has reported, unless it is repeated. */
  #withWork(outcome: AttemptOutcome): AttemptOutcome {
    const { report, usage } = this.#work;
    const used = Object.keys(usage).length > 0 ? { usage: { ...usage } } : {};
    return outcome.type === 'released' || !report
      ? { ...outcome, ...used }
      : { ...outcome, ...used, report };
  }

  async #end(outcome: AttemptOutcome): Promise<AttemptOutcome> {
    clearTimeout(this.#timeout);
    clearTimeout(this.#grace);
    this.#heartbeat?.stop();
    this.#voice.end();
    this.#trace?.end(outcome);
    await this.options.live.finish(this.task.speaker);
    return outcome;
  }
}
