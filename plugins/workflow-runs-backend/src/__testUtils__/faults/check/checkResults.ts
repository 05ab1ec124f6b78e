import { callOf, nameOf } from './checkLedger';
import { Evidence, EvidenceRow, placeOf } from './Evidence';

/**
 * Whether results are those of the attempts that completed, whether later steps were given what was
 * committed, and whether anything that was seen once was another thing later.
 */
export function checkResults({
  ledger,
  observed,
  tables: { attempts, run_io: payloads, steps },
}: Pick<Evidence, 'ledger' | 'observed'> & {
  tables: Pick<Evidence['tables'], 'attempts' | 'run_io' | 'steps'>;
}): string[] {
  const problems: string[] = [];
  const outputs = payloads.filter(({ direction }) => direction === 'output');
  const marks = new Map(
    outputs.map(row => [placeOf(row), JSON.parse(String(row.content)).mark]),
  );

  const calls = new Map(ledger.map(call => [nameOf(call), call]));
  const completed = new Map<string, number>();
  for (const attempt of attempts) {
    if (attempt.status !== 'completed') continue;
    const place = `${placeOf(attempt)} in generation ${attempt.generation}`;
    completed.set(place, (completed.get(place) ?? 0) + 1);
    const call = calls.get(callOf(attempt));
    const mark = marks.get(placeOf(attempt));
    if (call && call.mark !== mark) {
      problems.push(
        `${callOf(attempt)} has made ${call.mark}, and ${mark} is recorded`,
      );
    }
  }
  for (const [place, count] of completed) {
    if (count > 1) problems.push(`${place} has completed ${count} times`);
  }
  for (const step of steps) {
    if ((step.status === 'completed') !== marks.has(placeOf(step))) {
      problems.push(
        `${placeOf(step)} is ${step.status}, and ${
          marks.has(placeOf(step)) ? 'has' : 'has no'
        } result`,
      );
    }
  }
  for (const { idempotencyKey, saw } of ledger) {
    const [runId] = idempotencyKey.split('/');
    for (const [step, mark] of Object.entries(saw)) {
      if (marks.get(`${runId}/${step}`) !== mark) {
        problems.push(
          `${idempotencyKey} was given ${mark} of ${step}, which is not what is recorded`,
        );
      }
    }
  }
  return [...problems, ...changedResults(observed.results, outputs)];
}

function changedResults(
  seen: Map<string, string>,
  outputs: EvidenceRow[],
): string[] {
  const now = new Map(outputs.map(row => [resultName(row), row.content]));
  return [...seen]
    .filter(([name, content]) => now.get(name) !== content)
    .map(([name]) => `the result of ${name} is not what it was`);
}

/** Names a result: one for each place and generation. */
export function resultName(row: EvidenceRow): string {
  return `${placeOf(row)} in generation ${row.generation}`;
}
