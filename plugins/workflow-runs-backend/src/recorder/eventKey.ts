import { RunFact } from 'backstage-plugin-workflow-runs-common';

/** What may happen several times in one generation, to the same step in the same attempt. */
const MAY_HAPPEN_AGAIN: ReadonlySet<RunFact['type']> = new Set([
  'run.changed',
  'run.paused',
  'run.resumed',
  'run.waiting_human',
  'run.needs_intervention',
  'step.waiting_human',
  'compensation.failed',
  'decision.made',
] as const);

/** An attempt starts and ends once; what an operator may do to a step between, more often. */
function mayHappenAgain(fact: RunFact): boolean {
  if (MAY_HAPPEN_AGAIN.has(fact.type)) return true;
  return (
    'item' in fact &&
    'from' in fact &&
    fact.from !== 'running' &&
    fact.type !== 'step.started'
  );
}

/**
 * Names a fact within its run: the same fact told twice has the same key, so the log takes it once.
 */
export function eventKey(fact: RunFact): string {
  const parts: (string | number)[] = [fact.generation, fact.type];
  if ('actionId' in fact && fact.actionId) parts.push(fact.actionId);
  if ('artifactId' in fact) parts.push(fact.artifactId);
  // What an engine elsewhere adds is no action.
  if (fact.type === 'run.changed' && fact.tags && !fact.actionId)
    parts.push(fact.tags.added.join(' '));
  if ('item' in fact) parts.push(fact.step, fact.item);
  if ('attempt' in fact) parts.push(fact.attempt ?? 0);
  if ('item' in fact && 'from' in fact) parts.push(fact.from);
  if (mayHappenAgain(fact)) parts.push(fact.at);
  return parts.join('/');
}

/**
 * Names the facts of a transition of an engine, which tells each once: what it tells twice at the same
 * time has happened twice.
 */
export function eventKeys(facts: readonly RunFact[]): string[] {
  const counts = new Map<string, number>();
  return facts.map(fact => {
    const key = eventKey(fact);
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count === 1 ? key : `${key}/${count}`;
  });
}
