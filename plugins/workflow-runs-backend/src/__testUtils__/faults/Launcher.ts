import { setTimeout as sleep } from 'node:timers/promises';
import { RunAction } from 'backstage-plugin-workflow-runs-common';
import { OpenRun } from './backend/messages';
import { Launch } from './check/Evidence';
import { Random } from './random';
import { SCENARIOS } from './scenarios';
import { Scenario } from './scenarios/Scenario';
import { Site } from './Site';

const RETRY_MS = 100;
const POLL_MS = 150;
/** Enough for every point to be passed. */
const FEW_RUNS = 4;

/**
 * Plays the world that uses the backends: launches runs, does to them what their scripts say, and
 * asks again, with the same key, where it got no answer.
 */
export class Launcher {
  readonly launches: Launch[] = [];
  readonly #random: Random;
  readonly #work = new Set<Promise<void>>();
  readonly #parked = new Set<string>();
  #open: OpenRun[] = [];
  #isOver = false;

  constructor(
    private readonly site: Site,
    private readonly options: {
      random: Random;
      /** Runs that are under way at a time. */
      openRuns: number;
      scenarios?: readonly Scenario[];
    },
  ) {
    this.#random = options.random;
  }

  /** Launches so many runs at once, and waits until they are there. */
  async launchMore(runs: number): Promise<void> {
    for (let i = 0; i < runs; i++) this.#launchNext();
    while (this.launches.some(({ runId }) => !runId)) await sleep(20);
  }

  /**
   * Launches runs, that many in all or a few more, in step with something else, which says how much
   * of it is done, from 0 to 1; while that goes on, some runs are always under way.
   */
  async launchAlong(runs: number, progress: () => number): Promise<void> {
    const { openRuns } = this.options;
    while (!this.#isOver) {
      const done = progress();
      if (done >= 1 && this.launches.length >= runs) return;
      await this.#look();
      const isAhead = this.launches.length >= runs * done + openRuns;
      const wanted = isAhead && done < 1 ? FEW_RUNS : openRuns;
      while (this.#underWay() < wanted) this.#launchNext();
      await sleep(POLL_MS);
    }
  }

  /** Waits until every run has ended. @returns whether they have */
  async drain(withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    await Promise.race([
      Promise.all(this.#work),
      sleep(withinMs, undefined, { ref: false }),
    ]);
    while (Date.now() < deadline) {
      if ((await this.#look()) && this.#open.length === 0) return true;
      await sleep(POLL_MS);
    }
    return false;
  }

  /** Stops asking; whatever has no answer by now never gets one. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#work);
  }

  #underWay(): number {
    const open = new Set(this.#open.map(({ id }) => id));
    const recent = this.launches.slice(-2 * this.options.openRuns);
    const unanswered = recent.filter(({ runId }) => !runId);
    return open.size + unanswered.length;
  }

  #launchNext() {
    const { scenarios = SCENARIOS } = this.options;
    const number = this.launches.length;
    const scenario = scenarios[number % scenarios.length];
    const launch: Launch = {
      key: `launch-${number + 1}`,
      workflow: scenario.workflow.definition.name,
      script: scenario.script(this.#random.branch()),
      runId: undefined,
    };
    this.launches.push(launch);
    this.#do(async () => {
      const { key, workflow, script } = launch;
      const runId = await this.#ask<string>({
        type: 'launch',
        workflow,
        key,
        script,
      });
      launch.runId = runId;
      if (runId)
        this.#open.push({ id: runId, status: 'queued', blockedReason: null });
    });
    for (const { action, afterMs } of launch.script.operators) {
      this.#do(async () => {
        await sleep(afterMs);
        while (!launch.runId && !this.#isOver) await sleep(20);
        if (launch.runId) await this.#act(launch.runId, action, launch.key);
      });
    }
  }

  /** Learns which runs are open; operators cancel those that were parked. */
  async #look(): Promise<boolean> {
    try {
      const open = await this.site.openRuns(this.#random);
      if (!open) return false;
      this.#open = open;
    } catch {
      // Whoever was asked has just been struck: the next look tells.
      return false;
    }
    for (const { id, status } of this.#open) {
      if (status !== 'paused' || this.#parked.has(id)) continue;
      this.#parked.add(id);
      this.#do(() => this.#act(id, 'cancel', `parked-${id}`));
    }
    return true;
  }

  async #act(runId: string, action: RunAction, key: string): Promise<void> {
    await this.#ask({ type: 'act', runId, action, key });
  }

  /** Asks until there is an answer; a refusal by the run's state is one. */
  async #ask<T>(
    request: Parameters<NonNullable<ReturnType<Site['someBackend']>>['ask']>[0],
  ): Promise<T | undefined> {
    while (!this.#isOver) {
      const backend = this.site.someBackend(this.#random);
      try {
        if (backend) return await backend.ask<T>(request);
      } catch (error) {
        if (String(error).includes('ConflictError')) return undefined;
      }
      await sleep(RETRY_MS);
    }
    return undefined;
  }

  #do(work: () => Promise<void>) {
    const running = work().finally(() => this.#work.delete(running));
    this.#work.add(running);
  }
}
