import { RunFact } from 'backstage-plugin-workflow-runs-common';

/**
 * Names a fact within its run: the same fact told twice has the same key, so the log takes it once.
 */
export function eventKey(fact: RunFact): string {
  const parts: (string | number)[] = [fact.generation, fact.type];
  if ('actionId' in fact) parts.push(fact.actionId);
  if ('artifactId' in fact) parts.push(fact.artifactId);
  if ('step' in fact && fact.type !== 'run.failed')
    parts.push(fact.step, fact.item);
  if ('attempt' in fact) parts.push(fact.attempt);
  // These may happen several times in one generation.
  if (fact.type === 'run.changed' || fact.type === 'run.paused')
    parts.push(fact.at);
  return parts.join('/');
}
