import { findDefinitionProblems } from 'backstage-plugin-workflow-runs-common';
import { describeConformance } from './describeConformance';
import { machineExecutor } from './machine/machineExecutor';
import { conformanceThemes } from './scenarios';

const scenarios = conformanceThemes.flatMap(theme => theme.scenarios);

describe('the scenarios', () => {
  it('have names of their own, and so have their workflows', () => {
    const names = scenarios.map(({ name }) => name);
    const workflows = scenarios.flatMap(({ definition, children }) =>
      [definition, ...children].map(({ name }) => name),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(workflows).size).toBe(workflows.length);
  });

  it.each(scenarios)('make sense: $name', scenario => {
    for (const definition of [scenario.definition, ...scenario.children]) {
      expect(findDefinitionProblems(definition)).toEqual([]);
    }
  });

  it.each(scenarios)('speak of units that there are: $name', scenario => {
    const keys = new Set(scenario.definition.steps.map(({ key }) => key));
    const mentioned = [
      ...Object.keys(scenario.outcomes),
      ...Object.keys(scenario.expected.steps),
    ].map(unit => /^[a-z0-9_]+/.exec(unit)![0]);
    expect(mentioned.filter(key => !keys.has(key))).toEqual([]);
  });
});

describeConformance('the machine', machineExecutor);
