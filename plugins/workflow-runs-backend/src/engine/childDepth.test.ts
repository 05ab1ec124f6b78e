import { z } from 'zod';
import { defineWorkflow, ref } from 'backstage-plugin-workflow-runs-node';
import { describeOnDatabases } from '../__testUtils__/databases';
import { TestEngine } from '../__testUtils__/TestEngine';

jest.setTimeout(60_000);

/** Launches itself, as often as it is told to. */
const nested = defineWorkflow({
  name: 'nested',
  version: '1',
  input: z.object({ levels: z.array(z.json()) }),
  steps: {
    deeper: {
      type: 'map',
      items: ref('/input/levels'),
      workflow: 'nested',
      input: { levels: ref('/item') },
    },
  },
});
const endless = defineWorkflow({
  name: 'endless',
  version: '1',
  input: z.object({}),
  steps: { again: { type: 'child', workflow: 'endless', input: {} } },
});
const lost = defineWorkflow({
  name: 'lost',
  version: '1',
  input: z.object({}),
  steps: {
    nowhere: { type: 'child', workflow: 'not_there', input: {} },
  },
});
const misled = defineWorkflow({
  name: 'misled',
  version: '1',
  input: z.object({}),
  steps: {
    odd: { type: 'child', workflow: 'nested', input: { levels: 'none' } },
  },
});

/** `[[[]]]`: a list in which there is another one, and so on. */
const nest = (levels: number): unknown[] =>
  levels === 0 ? [] : [nest(levels - 1)];

describeOnDatabases('runs that launch runs', createDatabase => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = new TestEngine(await createDatabase(), { timing: { pollMs: 50 } });
    for (const workflow of [nested, endless, lost, misled]) {
      await engine.addAll([{ workflow, handlers: {} }]);
    }
    await engine.engine.start();
  });
  afterAll(() => engine.stop());

  const countOf = async (name: string) => {
    const { id } = (await engine.workflows.get(
      { engine: 'embedded', name },
      'all',
    ))!;
    return (await engine.knex('runs').where({ workflow_id: id })).length;
  };

  it('may do so ten levels deep', async () => {
    const runId = await engine.launch('nested', {
      input: { levels: nest(10) as never },
    });
    await engine.until(runId, 'completed');
    expect(await countOf('nested')).toBe(11);
  });

  it('may do so no deeper: one that launches itself comes to an end', async () => {
    const runId = await engine.launch('endless');
    const { error } = await engine.until(runId, 'failed');

    expect(await countOf('endless')).toBe(11);
    expect(error).toMatchObject({
      category: 'validation_failed',
      code: 'CHILD_INVALID',
      message: expect.stringMatching(
        /^(The child run run_\w+ failed: ){10}Runs launch runs 10 levels deep$/,
      ),
    });
  });

  it.each([
    ['lost', "There is no workflow 'not_there'"],
    ['misled', 'input/levels: must be array'],
  ])('fail where there is nothing to launch: %s', async (name, message) => {
    const runId = await engine.launch(name);
    expect((await engine.until(runId, 'failed')).error).toMatchObject({
      code: 'CHILD_INVALID',
      message,
    });
  });
});
