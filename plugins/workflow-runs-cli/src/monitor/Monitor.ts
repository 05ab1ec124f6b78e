import type { WorkflowRunsClient } from 'backstage-plugin-workflow-runs-common';
import { explainError } from '../connection/explainError';
import { type ExitCode, exitCodes } from '../exitCodes';
import { FollowedList, type RunQuery } from '../follow/FollowedList';
import type { Colours } from '../output/colours';
import { type Key, Keyboard } from '../terminal/Keyboard';
import { Screen } from '../terminal/Screen';
import { toAnsi } from '../terminal/toAnsi';
import { act } from './act';
import { oneLine } from './facts';
import { type MonitorCommand, onKey } from './onKey';
import { OpenRun } from './OpenRun';
import { lastWord, outcomeCode } from './outcome';
import type { MonitorAction, MonitorState } from './state';
import { viewOf } from './view';

/** What happens within that many milliseconds is drawn at once. */
const FRAME_MS = 40;
/** How often times are drawn anew. */
const TICK_MS = 1_000;
/** More runs than fit on any screen. */
export const LIST_LIMIT = 100;

/** What is to be watched: one run, or those that a filter lets through. */
export type Watched =
  | { runId: string; endsWithRun: boolean }
  | { query: RunQuery; title: string };

/** The live view in a terminal: what is followed and what keys do becomes state, and state becomes a screen. */
export class Monitor {
  private state: MonitorState = {
    view: 'run',
    list: undefined,
    run: undefined,
    chosenRun: undefined,
    chosenStep: undefined,
    question: undefined,
    notice: undefined,
  };
  private list: FollowedList | undefined;
  private run: OpenRun | undefined;
  private readonly screen: Screen;
  private readonly keyboard: Keyboard;
  private drawing: ReturnType<typeof setTimeout> | undefined;
  /** Of who waits for an outcome and leaves before it, nobody can say that all is well. */
  private codeOfQuit: ExitCode = exitCodes.ok;
  private readonly leaving = new AbortController();
  private settle = (_: ExitCode) => {};
  private fail = (_: unknown) => {};

  constructor(
    private readonly client: WorkflowRunsClient,
    private readonly terminal: {
      stdin: NodeJS.ReadStream;
      stdout: NodeJS.WriteStream;
      colours: Colours;
    },
  ) {
    this.screen = new Screen(terminal.stdout, () => this.draw());
    this.keyboard = new Keyboard(terminal.stdin, key => this.onKey(key));
  }

  /** Shows it until somebody quits, and leaves the terminal as it was. */
  async show(watched: Watched, signal: AbortSignal): Promise<ExitCode> {
    const done = new Promise<ExitCode>((resolve, reject) => {
      this.settle = resolve;
      this.fail = reject;
    });
    if ('runId' in watched && watched.endsWithRun) {
      this.codeOfQuit = exitCodes.interrupted;
    }
    const ticks = setInterval(() => this.draw(), TICK_MS);
    const interrupt = () => this.settle(exitCodes.interrupted);
    const signals = ['SIGTERM', 'SIGHUP'] as const;
    signal.addEventListener('abort', interrupt);
    for (const each of signals) process.once(each, interrupt);
    this.screen.open();
    this.keyboard.open();
    try {
      // Not waited for: who quits meanwhile is not to wait, either.
      if ('query' in watched) this.openList(watched).catch(this.fail);
      else this.openRun(watched.runId, watched);
      return await done;
    } finally {
      this.leaving.abort();
      clearInterval(ticks);
      clearTimeout(this.drawing);
      signal.removeEventListener('abort', interrupt);
      for (const each of signals) process.removeListener(each, interrupt);
      this.run?.leave();
      this.keyboard.close();
      this.screen.close();
      this.sayLastWord();
    }
  }

  private async openList({ query, title }: { query: RunQuery; title: string }) {
    const connection = { status: 'connecting', heardAt: null } as const;
    const list = { title, runs: undefined, hasMore: false, connection };
    this.change({ view: 'list', list });
    const { signal } = this.leaving;
    const options = { limit: LIST_LIMIT, signal };
    this.list = await FollowedList.follow(this.client, query, options);
    const follow = () => {
      if (this.list!.error) this.fail(this.list!.error);
      const { runs, hasMore } = this.list!.getList();
      const now = this.list!.getConnection();
      this.change({ list: { title, runs, hasMore, connection: now } });
    };
    this.list.subscribe(follow);
    follow();
  }

  /** @param options - where the run alone is shown, it is over when that cannot be read, or has ended */
  private openRun(runId: string, options?: { endsWithRun: boolean }) {
    this.run?.leave();
    const run = new OpenRun(this.client, runId, () => {
      if (this.run === run) this.change({ run: run.getState() });
    });
    this.run = run;
    this.change({ run: run.getState() });
    run.watch().then(
      () => {
        const shown = run.getState().snapshot?.run;
        const isWaitedFor = options?.endsWithRun && this.run === run;
        if (isWaitedFor && shown) this.settle(outcomeCode(shown));
      },
      error => {
        if (this.run !== run) return;
        if (options && !run.getState().snapshot) this.fail(error);
        else run.fail(oneLine(explainError(error).message));
      },
    );
  }

  private onKey(key: Key) {
    const { state, command } = onKey(this.state, key);
    this.state = state;
    if (command) this.obey(command);
    this.draw();
  }

  private obey(command: MonitorCommand) {
    switch (command.type) {
      case 'quit':
        return this.settle(this.codeOfQuit);
      case 'interrupt':
        return this.settle(exitCodes.interrupted);
      case 'open':
        return this.openRun(command.runId);
      case 'close':
        this.run?.leave();
        this.run = undefined;
        return undefined;
      default:
        return this.act(command.action, command.runId);
    }
  }

  private async act(action: MonitorAction, runId: string) {
    const notice = await act(this.client, action, runId, this.leaving.signal);
    if (this.leaving.signal.aborted) return;
    this.change({ notice });
    this.list?.refresh();
    // One that has ended is followed no more; what was asked may have opened it again.
    if (this.run?.id === runId && this.run.isOver) this.openRun(runId);
  }

  private change(change: Partial<MonitorState>) {
    // What comes late is drawn on no screen that was left.
    if (this.leaving.signal.aborted) return;
    this.state = { ...this.state, ...change };
    this.drawing ??= setTimeout(() => this.draw(), FRAME_MS);
  }

  private draw() {
    clearTimeout(this.drawing);
    this.drawing = undefined;
    const { columns: width, rows: height } = this.screen;
    const lines = viewOf(this.state, { width, height, now: Date.now() });
    this.screen.draw(lines.map(line => toAnsi(line, this.terminal.colours)));
  }

  private sayLastWord() {
    const run = this.run?.getState().snapshot?.run;
    if (!run) return;
    const { stdout, colours } = this.terminal;
    stdout.write(`${toAnsi(lastWord(run, Date.now()), colours)}\n`);
  }
}
