import type {
  Forecast,
  LogLine,
  WorkflowRunsClient,
} from 'backstage-plugin-workflow-runs-common';
import {
  type Connection,
  hasEnded,
  Refresher,
} from 'backstage-plugin-workflow-runs-common';
import { FollowedRun } from '../follow/FollowedRun';
import { followLog } from '../follow/followLog';
import { readLogOf, startOfTail } from '../follow/logLines';
import { Absence, persistenceOf } from '../follow/persistence';
import type { RunState } from './state';

/** More than fit on any screen. */
const MOST_LINES = 500;
/** What is shown of the log of before. */
const TAIL = 200;
/** As often as the portal asks for it. */
const FORECAST_MS = 10_000;

const CONNECTING: Connection = { status: 'connecting', heardAt: null };

/** A run that somebody looks at: followed, with the end of its log, and when it is likely to end. */
export class OpenRun {
  private readonly left = new AbortController();
  private followed: FollowedRun | undefined;
  private forecast: Forecast | undefined;
  private lines: readonly LogLine[] = [];
  private problem: string | undefined;
  private forecasts: ReturnType<typeof setInterval> | undefined;
  private readonly foreseeing = new Refresher(() => this.foresee(), 1_000);
  private status = '';

  constructor(
    private readonly client: WorkflowRunsClient,
    readonly id: string,
    private readonly changed: () => void,
  ) {}

  /** Resolves once the run is over, and rejects where it cannot be read. */
  async watch(): Promise<void> {
    const { signal } = this.left;
    this.followed = await FollowedRun.follow(this.client, this.id, signal);
    if (signal.aborted) {
      this.followed.stop();
      return;
    }
    this.followed.subscribe(() => this.onChange());
    this.onChange();
    this.forecasts = setInterval(() => this.foreseeing.ask(), FORECAST_MS);
    await this.readLog(this.followed).finally(() =>
      clearInterval(this.forecasts),
    );
    if (this.followed.error) throw this.followed.error;
  }

  /** Nothing more is told of it, unless it is opened anew. */
  get isOver(): boolean {
    return this.followed?.isOver ?? false;
  }

  fail(problem: string): void {
    this.problem = problem;
    this.changed();
  }

  getState(): RunState {
    const { id, forecast, lines, problem } = this;
    return {
      id,
      snapshot: this.followed?.getSnapshot(),
      forecast,
      lines,
      connection: this.followed?.getConnection() ?? CONNECTING,
      problem,
    };
  }

  leave(): void {
    this.left.abort();
    this.followed?.stop();
    this.foreseeing.stop();
    clearInterval(this.forecasts);
  }

  private onChange() {
    const { status } = this.followed!.getSnapshot().run;
    if (status !== this.status) this.foreseeing.ask();
    this.status = status;
    this.changed();
  }

  private async foresee() {
    if (hasEnded(this.status)) return;
    const params = { runId: this.id };
    const { signal } = this.left;
    this.forecast = await this.client.call(
      'getForecast',
      { params },
      { signal },
    );
    this.changed();
  }

  private async readLog(followed: FollowedRun) {
    const { signal } = this.left;
    const read = readLogOf(this.client, this.id, {}, signal);
    const hasLineBehind = async (after: number) => {
      const query = { after, limit: 1 };
      const params = { runId: this.id };
      const page = await this.client.call(
        'listLogs',
        { params, query },
        { signal },
      );
      return page.items.length > 0;
    };
    const from = await startOfTail(hasLineBehind, TAIL);
    // The line at the bottom says itself how fresh what is shown is.
    const persistence = persistenceOf(signal, new Absence(() => {}));
    for await (const lines of followLog(read, followed, persistence, from)) {
      this.lines = [...this.lines, ...lines].slice(-MOST_LINES);
      this.changed();
    }
  }
}
