import { needsOf } from './capabilities';
import { judge } from './judge';
import { Executor, Played, Scenario, Theme } from './scenario';
import { conformanceThemes } from './scenarios';

/** What tests are defined with: the globals of Jest, of Vitest or of Mocha will do. @public */
export interface TestRunner {
  describe(name: string, define: () => void): void;
  it: {
    (name: string, test: () => Promise<void>): void;
    skip(name: string, test: () => Promise<void>): void;
  };
}

/**
 * Holds an executor of workflows to what all of them have to do alike: defines a test for each
 * scenario. Those that need what the executor says it cannot do are skipped, and their names say why.
 *
 * Scenarios are first played when the first test runs, so whatever the executor needs can be made
 * ready before all tests; `executor.concurrency` of them are played at a time. A test takes as long as
 * what is played before it, so give tests a minute.
 *
 * @param options - `themes`: scenarios other than those of `conformanceThemes`; `runner`: where `describe`
 * and `it` are no globals
 * @example
 * ```ts
 * describeConformance('my engine', { cannot: ['map'], play: scenario => harness.play(scenario) });
 * ```
 * @public
 */
export function describeConformance(
  name: string,
  executor: Executor,
  options: { themes?: readonly Theme[]; runner?: TestRunner } = {},
): void {
  const {
    themes = conformanceThemes,
    runner = globalThis as unknown as TestRunner,
  } = options;
  const lacking = (scenario: Scenario) =>
    needsOf(scenario).filter(need => executor.cannot.includes(need));
  const playable = themes
    .flatMap(({ scenarios }) => scenarios)
    .filter(scenario => lacking(scenario).length === 0);
  let plays: Map<Scenario, Promise<Played>> | undefined;

  runner.describe(name, () => {
    for (const theme of themes) {
      runner.describe(theme.name, () => theme.scenarios.forEach(define));
    }
  });

  function define(scenario: Scenario) {
    const missing = lacking(scenario);
    const test = async () => {
      plays ??= playAll(executor, playable);
      judge(scenario, await plays.get(scenario)!);
    };
    if (missing.length === 0) runner.it(scenario.name, test);
    else {
      const why = `${scenario.name} (it cannot: ${missing.join(', ')})`;
      runner.it.skip(why, test);
    }
  }
}

/** Plays scenarios in their order, so many at a time. */
function playAll(
  executor: Executor,
  scenarios: readonly Scenario[],
): Map<Scenario, Promise<Played>> {
  const lanes: Promise<unknown>[] = [];
  const plays = new Map<Scenario, Promise<Played>>();
  scenarios.forEach((scenario, index) => {
    const lane = index % (executor.concurrency ?? 1);
    const before = lanes[lane] ?? Promise.resolve();
    const play = before.then(() => executor.play(scenario));
    plays.set(scenario, play);
    // What goes wrong is for the scenario's own test to say.
    lanes[lane] = play.catch(() => {});
  });
  return plays;
}
