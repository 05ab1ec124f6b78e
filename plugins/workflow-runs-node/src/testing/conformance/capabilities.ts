import {
  StepDefinition,
  WorkflowDefinition,
} from 'backstage-plugin-workflow-runs-common';
import { Capability, Scenario } from './scenario';

/** What an executor has to be able to do for a scenario, beyond steps that run code. @public */
export function needsOf(scenario: Scenario): Capability[] {
  const { definition, children, actions, outcomes, needs = [] } = scenario;
  const dies = Object.values(outcomes)
    .flat()
    .some(({ does }) => does === 'die');
  const found: Capability[] = [
    ...[definition, ...children].flatMap(needsOfDefinition),
    ...actions.map(({ asks }) => asks.action),
    ...(dies ? (['losses'] as const) : []),
    ...needs,
  ];
  return [...new Set(found)];
}

function needsOfDefinition(definition: WorkflowDefinition): Capability[] {
  return [
    ...definition.steps.flatMap(needsOfStep),
    ...(definition.onFailure === 'hold' ? (['hold'] as const) : []),
    ...(definition.sla ? (['sla'] as const) : []),
    ...(definition.concurrency ? (['concurrency'] as const) : []),
  ];
}

function needsOfStep(step: StepDefinition): Capability[] {
  const { type, onFailure, compensate } = step;
  const work = type === 'map' ? step.each : step;
  const tried = [work, ...(compensate ? [compensate] : [])];
  const has = (field: string) =>
    tried.some(tries => (tries as Record<string, unknown>)[field]);
  return [
    ...(['map', 'child', 'wait', 'approval'] as const).filter(
      kind => kind === type,
    ),
    ...(compensate ? (['compensation'] as const) : []),
    ...(onFailure === 'hold' ? (['hold'] as const) : []),
    ...('workflow' in work ? (['child'] as const) : []),
    ...(has('validators') ? (['validators'] as const) : []),
    ...(has('heartbeatMs') ? (['heartbeat'] as const) : []),
    ...(has('totalTimeoutMs') ? (['total_timeout'] as const) : []),
  ];
}
