import {
  conformanceThemes,
  describeConformance,
  needsOf,
  Scenario,
} from 'backstage-plugin-workflow-runs-node/testing';
import { Comparison, compareLoads } from '../__testUtils__/compareLoads';
import { EngineExecutor } from '../__testUtils__/conformance/EngineExecutor';
import { describeOnDatabases } from '../__testUtils__/databases';
import { RunActor } from './RunActor';

jest.mock('./RunActor', () => ({ RunActor: jest.fn() }));
jest.setTimeout(120_000);

const scenarios = conformanceThemes.flatMap(theme => theme.scenarios);
const isWide = (scenario: Scenario) =>
  needsOf(scenario).includes('wide_fan_out');
const wide = scenarios.filter(isWide);
/** To compare ten thousand steps after every commit would take for ever: wide fan-outs are played below. */
const themes = conformanceThemes.map(theme => ({
  ...theme,
  scenarios: theme.scenarios.filter(scenario => !isWide(scenario)),
}));

describeOnDatabases('conformance', createDatabase => {
  // A process takes all attempts with it that it executes.
  const executor = new EngineExecutor(['lone_losses']);
  let comparison: Comparison;

  beforeAll(async () => {
    await executor.start(await createDatabase(), scenarios, engine => {
      comparison = compareLoads(
        engine,
        RunActor as jest.MockedClass<typeof RunActor>,
        jest.requireActual('./RunActor').RunActor,
      );
    });
  });
  afterAll(() => executor.stop());

  describeConformance('the embedded engine', executor, { themes });

  it('reads of every run, after every commit, what it held of it', () => {
    expect(comparison.compared.length).toBeGreaterThan(500);
    expect(comparison.differences).toEqual([]);
  });

  it('has found nothing wrong with itself', () => {
    expect(executor.problems).toEqual([]);
  });
});

describeOnDatabases('conformance of wide fan-outs', createDatabase => {
  const executor = new EngineExecutor();

  beforeAll(async () => {
    const actual = jest.requireActual('./RunActor');
    jest
      .mocked(RunActor)
      .mockImplementation((...args) => new actual.RunActor(...args));
    await executor.start(await createDatabase(), wide);
  });
  afterAll(() => executor.stop());

  describeConformance('the embedded engine', executor, {
    themes: [{ name: 'fan-outs', scenarios: wide }],
  });
});
