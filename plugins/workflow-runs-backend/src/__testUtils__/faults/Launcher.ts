import { setTimeout as sleep } from 'node:timers/promises';
import { RunFactType } from 'backstage-plugin-workflow-runs-common';
import { BackendRequest, OpenRun } from './backend/messages';
import { Launch } from './check/Evidence';
import { Operators } from './Operators';
import { Point } from './points';
import { Random } from './random';
import { SCENARIOS, scenariosWith } from './scenarios';
import { Scenario } from './scenarios/Scenario';
import { Site } from './Site';

const RETRY_MS = 100;
const POLL_MS = 150;
/** Enough for every point to be passed. */
const FEW_RUNS = 4;
/** So many runs are launched for a fact that few lead to: two for each backend. */
const RUNS_FOR_FACT = 6;

/**
 * Plays the world that uses the backends: launches runs, has operators see to them, and asks again,
 * with the same key, where it got no answer.
 */
export class Launcher {
  readonly launches: Launch[] = [];
  readonly #random: Random;
  readonly #operators: Operators;
  readonly #work = new Set<Promise<void>>();
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
    this.#operators = new Operators(
      request => this.#ask(request),
      options.random.branch(),
    );
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

  /** Launches runs that lead to a point which few others pass. */
  launchFor(point: Point): void {
    const scenarios = scenariosWith(point.split(' ')[1] as RunFactType);
    for (let i = 0; i < RUNS_FOR_FACT && scenarios.length > 0; i++) {
      this.#launch(scenarios[i % scenarios.length]);
    }
  }

  /** Waits until every run has ended. @returns whether they have */
  async drain(withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    while (Date.now() < deadline) {
      const isKnown = await this.#look();
      if (isKnown && this.#open.length + this.#work.size === 0) return true;
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
    this.#launch(scenarios[this.launches.length % scenarios.length]);
  }

  #launch(scenario: Scenario) {
    const launch: Launch = {
      key: `launch-${this.launches.length + 1}`,
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
      if (!runId) return;
      this.#open.push({
        id: runId,
        status: 'queued',
        blockedReason: null,
        needsIntervention: false,
        parentRunId: null,
      });
      await this.#operators.follow(runId, script, key);
    });
  }

  /** Learns which runs are open, and has those seen to that stand still. */
  async #look(): Promise<boolean> {
    try {
      const open = await this.site.openRuns(this.#random);
      if (!open) return false;
      this.#open = open;
    } catch {
      // Whoever was asked has just been struck: the next look tells.
      return false;
    }
    for (const run of this.#open) {
      if (!this.#operators.isStuck(run)) continue;
      const script = this.launches.find(
        ({ runId }) => runId === run.id,
      )?.script;
      this.#do(() => this.#operators.seeTo(run, script));
    }
    return true;
  }

  /** Asks until there is an answer; a refusal by the run's state is one. */
  async #ask<T>(request: BackendRequest): Promise<T | undefined> {
    while (!this.#isOver) {
      const backend = this.site.someBackend(this.#random);
      try {
        if (backend) return await backend.ask<T>(request);
      } catch {
        // It has died, or the database is away: somebody else is asked.
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
