import {
  joinList,
  LIVE_CHANNEL,
  liveHintSchema,
} from 'backstage-plugin-workflow-runs-common';
import { WorkflowRunsApi } from '../api';

/** Components of one page mount within a moment: hints are asked for once for all of them. */
const SETTLE_MS = 50;
/** How soon hints are asked for again while nothing shows that they arrive; the last of them goes on for ever. */
const RETRY_MS = [2_000, 10_000, 60_000];
/** They are given for ten minutes; another tab of the same user may have given them up before. */
const RENEW_MS = 120_000;
/** Whoever asks is greeted at once: where that does not arrive, nothing does. */
const GREETING_MS = 5_000;

/** What carries hints: Backstage's signals, where the portal has them. */
export interface HintSource {
  subscribe(
    channel: string,
    onMessage: (message: {}) => void,
  ): { unsubscribe(): void };
}

/** Of what hints are wanted. */
export interface HintSubjects {
  runs: string[];
  workflows: string[];
  /** All runs that the user may see. */
  all?: true;
}

/**
 * Hints that runs have changed, for as long as no stream can be had. They may be lost, so who follows runs goes on
 * polling, only less often.
 */
export class LiveHints {
  private source: HintSource | undefined;
  private wanted: HintSubjects | undefined;
  private given: HintSubjects | undefined;
  private channel: { unsubscribe(): void } | undefined;
  private settling: ReturnType<typeof setTimeout> | undefined;
  private next: ReturnType<typeof setTimeout> | undefined;
  private greeting: ReturnType<typeof setTimeout> | undefined;
  private attempts = 0;
  private isHeard = false;

  /** @param changed - these runs have changed */
  constructor(
    private readonly api: WorkflowRunsApi,
    private readonly changed: (runIds: readonly string[]) => void,
  ) {}

  /** Whether hints arrive. */
  get areHeard(): boolean {
    return this.isHeard;
  }

  /** What carries them; undefined where the portal has no signals. */
  comeBy(source: HintSource | undefined): void {
    if (this.source === source) return;
    this.source = source;
    if (this.wanted) this.change();
  }

  /** Asks for hints of this from now on; for none where it is undefined. */
  want(subjects: HintSubjects | undefined): void {
    if (JSON.stringify(subjects) === JSON.stringify(this.wanted)) return;
    this.wanted = subjects;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.change(), SETTLE_MS);
  }

  private change() {
    clearTimeout(this.next);
    this.giveUp(this.given, this.wanted);
    if (!this.source || !this.wanted) {
      this.stop();
      return;
    }
    this.channel ??= this.source.subscribe(LIVE_CHANNEL, message =>
      this.hear(message),
    );
    this.attempts = 0;
    this.ask();
  }

  private stop() {
    clearTimeout(this.greeting);
    this.channel?.unsubscribe();
    this.channel = undefined;
    this.isHeard = false;
  }

  private async ask(): Promise<void> {
    const subjects = this.wanted!;
    clearTimeout(this.greeting);
    this.greeting = setTimeout(() => this.isSilent(), GREETING_MS);
    this.given = subjects;
    try {
      await this.api.call('subscribe', { body: subjects });
    } catch {
      // A user may want too many, and a backend of before does not know all of this: polls find out.
      this.isHeard = false;
    }
    if (this.wanted === subjects) this.askAgain();
  }

  private askAgain() {
    clearTimeout(this.next);
    const retry = RETRY_MS[Math.min(this.attempts++, RETRY_MS.length - 1)];
    this.next = setTimeout(() => this.ask(), this.isHeard ? RENEW_MS : retry);
  }

  private hear(message: {}) {
    const hint = liveHintSchema.safeParse(message);
    if (!hint.success) return;
    clearTimeout(this.greeting);
    if (!this.isHeard) {
      this.isHeard = true;
      this.attempts = 0;
      this.askAgain();
    }
    if (hint.data.runIds.length > 0) this.changed(hint.data.runIds);
  }

  private isSilent() {
    this.isHeard = false;
    this.askAgain();
  }

  /** What is not wanted any more would go on for minutes. */
  private giveUp(
    before: HintSubjects | undefined,
    now: HintSubjects | undefined,
  ) {
    this.given = undefined;
    if (!before) return;
    const runs = without(before.runs, now?.runs);
    const workflows = without(before.workflows, now?.workflows);
    const all = before.all && !now?.all ? 'true' : undefined;
    if (runs.length + workflows.length === 0 && !all) return;
    const query = {
      run: joined(runs),
      workflow: joined(workflows),
      all,
    } as const;
    // Where it fails, they end by themselves.
    this.api.call('unsubscribe', { query }).catch(() => {});
  }
}

function without(before: string[], now: string[] = []): string[] {
  return before.filter(each => !now.includes(each));
}

function joined(values: string[]): string | undefined {
  return values.length > 0 ? joinList(values) : undefined;
}
