import {
  conformanceThemes,
  describeConformance,
  needsOf,
} from 'backstage-plugin-workflow-runs-node/testing';
import { Comparison, compareLoads } from '../__testUtils__/compareLoads';
import { EngineExecutor } from '../__testUtils__/conformance/EngineExecutor';
import { describeOnDatabases } from '../__testUtils__/databases';
import { loadRun } from './load';

jest.mock('./load', () => ({
  ...jest.requireActual('./load'),
  loadRun: jest.fn(),
}));
jest.setTimeout(120_000);

const scenarios = conformanceThemes.flatMap(theme => theme.scenarios);
const wide = scenarios.filter(scenario =>
  needsOf(scenario).includes('wide_fan_out'),
);

describeOnDatabases('conformance', createDatabase => {
  // To compare ten thousand steps after every commit would take for ever.
  const executor = new EngineExecutor(['lone_losses', 'wide_fan_out']);
  let comparison: Comparison;

  beforeAll(async () => {
    await executor.start(await createDatabase(), scenarios, engine => {
      comparison = compareLoads(
        engine,
        jest.mocked(loadRun),
        jest.requireActual('./load').loadRun,
      );
    });
  });
  afterAll(() => executor.stop());

  describeConformance('the embedded engine', executor);

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
    const { loadRun: actual } = jest.requireActual('./load');
    jest.mocked(loadRun).mockImplementation(actual);
    await executor.start(await createDatabase(), wide);
  });
  afterAll(() => executor.stop());

  describeConformance('the embedded engine', executor, {
    themes: [{ name: 'fan-outs', scenarios: wide }],
  });
});
