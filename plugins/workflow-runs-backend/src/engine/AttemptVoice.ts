import { Json, LogLevel } from 'backstage-plugin-workflow-runs-common';
import { StepContext } from 'backstage-plugin-workflow-runs-node';
import { LiveWriter, Speaker } from '../recorder/LiveWriter';
import { cutTo, PayloadLimits } from './payloadLimits';

/** What a handler can say while its attempt lasts; nobody listens any more once it is over. */
export class AttemptVoice {
  #isOver = false;
  #lines = 0;
  #dropped = 0;

  constructor(
    private readonly options: {
      live: LiveWriter;
      speaker: Speaker;
      /** Takes out what must not be cut in two, for nobody would know it any more. */
      redact: (text: string) => string;
      limits: PayloadLimits;
      /** Hears every sign of life. */
      onSign: () => void;
    },
  ) {}

  readonly logger: StepContext['logger'] = {
    debug: (message, fields) => this.#log('debug', message, fields),
    info: (message, fields) => this.#log('info', message, fields),
    warn: (message, fields) => this.#log('warn', message, fields),
    error: (message, fields) => this.#log('error', message, fields),
  };

  readonly progress: StepContext['progress'] = ({ message, fraction }) => {
    if (this.#isOver) return;
    const { live, speaker, limits, onSign } = this.options;
    onSign();
    live.progress(speaker, {
      message:
        message === undefined ? null : this.#cut(message, limits.progressBytes),
      fraction:
        fraction === undefined || !Number.isFinite(fraction)
          ? null
          : Math.min(1, Math.max(0, fraction)),
    });
  };

  /** Says what the engine has to say about the attempt. */
  note(message: string): void {
    this.options.live.log(this.options.speaker, 'warn', message);
  }

  /** Ends it, and says how much was not written. */
  end(): void {
    this.#isOver = true;
    if (this.#dropped === 0) return;
    const { logLinesPerAttempt } = this.options.limits;
    this.note(
      `This attempt has logged ${this.#lines} lines, and ${
        this.#dropped
      } more that were dropped: workflowRuns.limits.logLinesPerAttempt allows ${logLinesPerAttempt}`,
    );
  }

  #log(level: LogLevel, message: string, fields?: Record<string, Json>) {
    if (this.#isOver) return;
    const { live, speaker, limits, onSign } = this.options;
    onSign();
    // One is for the line that says how many were dropped.
    if (this.#lines >= limits.logLinesPerAttempt - 1) {
      this.#dropped += 1;
      return;
    }
    this.#lines += 1;
    live.log(speaker, level, this.#cut(message, limits.logLineBytes), fields);
  }

  /** Handlers may say anything; what is no text is made one where it is written. */
  #cut(message: string, limit: number): string {
    return typeof message === 'string' && Buffer.byteLength(message) > limit
      ? cutTo(this.options.redact(message), limit)
      : message;
  }
}
