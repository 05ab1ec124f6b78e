import {
  conformanceThemes,
  describeConformance,
} from 'backstage-plugin-workflow-runs-node/testing';
import { EngineExecutor } from '../__testUtils__/conformance/EngineExecutor';
import { describeOnDatabases } from '../__testUtils__/databases';

jest.setTimeout(120_000);

const scenarios = conformanceThemes.flatMap(theme => theme.scenarios);

describeOnDatabases('conformance', createDatabase => {
  const executor = new EngineExecutor();

  beforeAll(async () => {
    await executor.start(await createDatabase(), scenarios);
  });
  afterAll(() => executor.stop());

  describeConformance('the embedded engine', executor);

  it('has found nothing wrong with itself', () => {
    expect(executor.problems).toEqual([]);
  });
});
