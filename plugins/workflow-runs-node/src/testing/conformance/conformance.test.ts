import {
  findDefinitionProblems,
  runFactSchema,
} from 'backstage-plugin-workflow-runs-common';
import { playOnMachine } from './playOnMachine';
import { historyOf } from './scenario';
import { scenarios } from './scenarios';

it('has a name of its own for each scenario', () => {
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(
    scenarios.length,
  );
});

describe.each(scenarios)('$name', scenario => {
  it('is a scenario that makes sense', () => {
    const keys = scenario.definition.steps.map(({ key }) => key);

    expect(findDefinitionProblems(scenario.definition)).toEqual([]);
    expect(keys).toEqual(
      expect.arrayContaining([
        ...Object.keys(scenario.outcomes),
        ...Object.keys(scenario.expected.steps),
      ]),
    );
  });

  it('holds of the machine', () => {
    const facts = playOnMachine(scenario);

    expect(historyOf(facts)).toEqual(scenario.expected);
    for (const fact of facts) {
      expect(runFactSchema.safeParse(fact).error).toBeUndefined();
    }
  });
});
