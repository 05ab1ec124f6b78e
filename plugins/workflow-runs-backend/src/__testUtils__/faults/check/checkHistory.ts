import { WorkflowDefinition } from 'backstage-plugin-workflow-runs-common';
import { HistoryEvent } from './Evidence';
import { RunHistory } from './RunHistory';

/**
 * Whether the events of a run are a history that the lifecycle allows: complete, in order, each
 * once, and every status out of the one before. It knows the rules as they are written down, and
 * nothing of the machine that is to follow them.
 *
 * @returns what is wrong, in the order of the events
 */
export function checkHistory(
  definition: WorkflowDefinition,
  events: readonly Omit<HistoryEvent, 'position' | 'runId'>[],
): string[] {
  const history = new RunHistory(definition);
  const keys = new Set<string>();
  return events.flatMap(({ number, key, fact }, index) => {
    const problems = history.take(fact);
    if (number !== index + 1) problems.push(`it stands at place ${index + 1}`);
    if (keys.has(key)) problems.push(`its key ${key} was there before`);
    keys.add(key);
    return problems.map(problem => `event ${number}, ${fact.type}: ${problem}`);
  });
}
