import {
  Capability,
  Executor,
  Played,
  Scenario,
} from 'backstage-plugin-workflow-runs-node/testing';
import { TestDatabase } from '../databases';
import { TestEngine } from '../TestEngine';
import { ScenarioPlay } from './ScenarioPlay';

/** An hour. */
const LATER_MS = 3_600_000;

/** The embedded engine as an executor of scenarios: one engine plays all of them. */
export class EngineExecutor implements Executor {
  readonly concurrency = 40;
  readonly #plays = new Map<Scenario, ScenarioPlay>();
  #engine: TestEngine | undefined;

  /** @param cannot - by default what the engine is not made for: one worker holds all of a run */
  constructor(readonly cannot: readonly Capability[] = ['lone_losses']) {}

  /** Makes the engine ready. @param prepare - may watch the engine before it does anything */
  async start(
    database: TestDatabase,
    scenarios: readonly Scenario[],
    prepare: (engine: TestEngine) => void = () => {},
  ): Promise<void> {
    const engine = new TestEngine(database, {
      timing: { pollMs: 100, abortGraceMs: 2_000, stopGraceMs: 1_000 },
      limits: { runsPerBackend: 1_000 },
    });
    this.#engine = engine;
    prepare(engine);
    for (const scenario of scenarios) {
      this.#plays.set(scenario, new ScenarioPlay(engine, scenario));
    }
    const plays = [...this.#plays.values()];
    engine.recorder.onCommit(committed => {
      const runIds = new Set(committed.map(({ runId }) => runId));
      for (const play of plays) play.onCommit(runIds);
    });
    this.#holdBackQueued(engine, scenarios);
    await engine.addAll(plays.flatMap(play => play.workflows));
    await engine.engine.start();
  }

  play(scenario: Scenario): Promise<Played> {
    return this.#plays.get(scenario)!.play();
  }

  /** What has gone wrong in the engine, by its own account, but for what was lost with a worker. */
  get problems(): string[] {
    return this.#engine!.problems.filter(text => !text.includes('LeaseLost'));
  }

  async stop(): Promise<void> {
    await this.#engine?.stop();
  }

  /** A run of which something is asked while it is queued stays so until that is asked. */
  #holdBackQueued(
    { engine: embedded, recorder }: TestEngine,
    scenarios: readonly Scenario[],
  ) {
    const held = new Set(
      scenarios
        .filter(({ actions: [first] }) => {
          const when = first?.when;
          return when && 'run' in when && when.run === 'queued';
        })
        .map(({ definition }) => definition.name),
    );
    const reserve = embedded.reserve.bind(embedded);
    embedded.reserve = launch =>
      held.has(launch.order.definition.name) ? undefined : reserve(launch);
    const commit = recorder.commit.bind(recorder);
    recorder.commit = async transition => {
      const { create, engine } = transition;
      if (!create || !engine || !held.has(create.definition!.name)) {
        return commit(transition);
      }
      const wakeAt = (engine.wakeAt ?? 0) + LATER_MS;
      return commit({ ...transition, engine: { ...engine, wakeAt } });
    };
  }
}
