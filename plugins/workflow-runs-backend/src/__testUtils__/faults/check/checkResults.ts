import { isRollback } from 'backstage-plugin-workflow-runs-common/machine';
import { generationOf, markOf } from '../outside/marks';
import { callOf, nameOf } from './checkLedger';
import { Evidence, EvidenceRow, placeOf } from './Evidence';

/** What tells results from others, by place and passage of their run. */
class Marks {
  readonly #marks = new Map<string, Map<number, string>>();

  constructor(outputs: EvidenceRow[]) {
    for (const row of outputs) {
      const place = placeOf(row);
      const ofPlace = this.#marks.get(place) ?? new Map<number, string>();
      ofPlace.set(
        Number(row.generation),
        markOf(JSON.parse(String(row.content))),
      );
      this.#marks.set(place, ofPlace);
    }
  }

  of(place: string, generation: number): string | undefined {
    return this.#marks.get(place)?.get(generation);
  }

  /** What a step has put out that is as its row says; what was undone may be of an earlier passage. */
  ofStep(step: EvidenceRow): string | undefined {
    const generation = Number(step.generation);
    return step.status === 'compensated'
      ? this.latest(placeOf(step), generation)
      : this.of(placeOf(step), generation);
  }

  /** What those of a passage are given: its own, or what was kept from one before. */
  latest(place: string, generation: number): string | undefined {
    for (let at = generation; at >= 0; at--) {
      const mark = this.of(place, at);
      if (mark !== undefined) return mark;
    }
    return undefined;
  }
}

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
  const marks = new Marks(outputs);

  const calls = new Map(ledger.map(call => [nameOf(call), call]));
  const completed = new Map<string, number>();
  for (const attempt of attempts) {
    if (attempt.status !== 'completed') continue;
    const place = `${placeOf(attempt)} in generation ${attempt.generation}`;
    completed.set(place, (completed.get(place) ?? 0) + 1);
    const call = calls.get(callOf(attempt));
    const mark = marks.of(placeOf(attempt), Number(attempt.generation));
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
    const hasResult = marks.ofStep(step) !== undefined;
    if (!mayHaveNone(step) && hasResult !== isDone(step)) {
      problems.push(
        `${placeOf(step)} is ${step.status}, and ${
          hasResult ? 'has' : 'has no'
        } result`,
      );
    }
  }
  for (const { idempotencyKey, saw } of ledger) {
    const [runId] = idempotencyKey.split('/');
    for (const [step, mark] of Object.entries(saw)) {
      const known = marks.latest(
        `${runId}/${step}`,
        generationOf(idempotencyKey),
      );
      if (known !== mark) {
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

function isDone({ status }: EvidenceRow): boolean {
  return status === 'completed' || status === 'compensated';
}

/** A fan-out has put out what its items have; a rollback that was done by hand, nothing. */
function mayHaveNone({
  item_count: items,
  step_key: key,
}: EvidenceRow): boolean {
  return Number.isInteger(items) || isRollback(String(key));
}
