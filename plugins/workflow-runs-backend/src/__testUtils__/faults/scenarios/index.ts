import { RunFactType } from 'backstage-plugin-workflow-runs-common';
import { Workflow } from 'backstage-plugin-workflow-runs-node';
import { abandoned } from './abandoned';
import { approvals } from './approvals';
import { branches } from './branches';
import { canceled } from './canceled';
import { conditions } from './conditions';
import { failing } from './failing';
import { fanOuts } from './fanOuts';
import { holds } from './holds';
import { parents } from './parents';
import { pauses } from './pauses';
import { reopened } from './reopened';
import { rollbacks } from './rollbacks';
import { Scenario } from './Scenario';
import { sequence } from './sequence';
import { timeouts } from './timeouts';
import { waits } from './waits';

/** Every kind of run that campaigns launch. */
export const SCENARIOS: readonly Scenario[] = [
  sequence,
  rollbacks,
  branches,
  approvals,
  conditions,
  fanOuts,
  timeouts,
  reopened,
  failing,
  parents,
  canceled,
  pauses,
  waits,
  holds,
  abandoned,
];

/** Those in which nobody has to do anything: for what is about backends, not about runs. */
export const UNATTENDED: readonly Scenario[] = [
  sequence,
  branches,
  fanOuts,
  conditions,
  timeouts,
  failing,
];

/** All workflows that backends have to know, each once. */
export function allWorkflows(): Workflow[] {
  return [
    ...new Set(
      SCENARIOS.flatMap(({ workflow, launches = [] }) => [
        workflow,
        ...launches,
      ]),
    ),
  ];
}

export function scenarioOf(workflow: string): Scenario {
  const found = SCENARIOS.find(
    scenario => scenario.workflow.definition.name === workflow,
  );
  if (!found) throw new Error(`There is no scenario '${workflow}'`);
  return found;
}

/** The kinds of runs that lead to a fact that few others lead to. */
export function scenariosWith(fact: RunFactType): Scenario[] {
  return SCENARIOS.filter(({ leadsTo = [] }) => leadsTo.includes(fact));
}
