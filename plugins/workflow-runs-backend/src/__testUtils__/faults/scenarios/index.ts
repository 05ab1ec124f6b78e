import { branches } from './branches';
import { canceled } from './canceled';
import { conditions } from './conditions';
import { failing } from './failing';
import { Scenario } from './Scenario';
import { sequence } from './sequence';
import { timeouts } from './timeouts';

/** Every kind of run that campaigns launch. */
export const SCENARIOS: readonly Scenario[] = [
  sequence,
  branches,
  conditions,
  timeouts,
  failing,
  canceled,
];

export function scenarioOf(workflow: string): Scenario {
  const found = SCENARIOS.find(
    scenario => scenario.workflow.definition.name === workflow,
  );
  if (!found) throw new Error(`There is no scenario '${workflow}'`);
  return found;
}
