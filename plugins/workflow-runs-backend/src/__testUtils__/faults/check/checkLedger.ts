import { idempotencyKey } from '../../../engine/stepContext';
import { Evidence, EvidenceRow, groupBy } from './Evidence';

/**
 * Whether what was done outside is known inside: each call belongs to an attempt that the database
 * knows, by the worker that it names, and no attempt was carried out twice.
 */
export function checkLedger({
  ledger,
  events,
  tables: { attempts },
}: {
  ledger: Evidence['ledger'];
  events: Evidence['events'];
  tables: Pick<Evidence['tables'], 'attempts'>;
}): string[] {
  const problems: string[] = [];
  const known = new Map(attempts.map(row => [callOf(row), row]));
  const calls = groupBy(ledger, call => nameOf(call));
  for (const [name, [call, ...again]] of calls) {
    const attempt = known.get(name);
    if (!attempt) {
      problems.push(
        `${name} was carried out, and the database does not know it`,
      );
    } else if (attempt.worker !== call.worker) {
      problems.push(
        `${name} was carried out by ${call.worker}, and recorded of ${attempt.worker}`,
      );
    }
    if (again.length > 0) {
      problems.push(`${name} was carried out ${again.length + 1} times`);
    }
  }
  for (const [key, answers] of groupBy(ledger, call => call.idempotencyKey)) {
    const receipts = new Set(answers.map(({ receipt }) => receipt));
    if (receipts.size > 1) problems.push(`${key} has several receipts`);
  }
  for (const [name, row] of known) {
    const { status } = row;
    if (status === 'completed' && isCode(row) && !calls.has(name)) {
      problems.push(`${name} is completed, and was never carried out`);
    }
  }
  return [...problems, ...tooOften(ledger, events)];
}

/** A key is used once, and again for each retry that was decided upon, whether after a failure or a loss. */
function tooOften(
  ledger: Evidence['ledger'],
  events: Evidence['events'],
): string[] {
  const allowed = new Map<string, number>();
  for (const { runId, fact } of events) {
    if (fact.type !== 'step.started') continue;
    const key = idempotencyKey(runId, fact.generation, fact.step, fact.item);
    allowed.set(key, (allowed.get(key) ?? 0) + 1);
  }
  return [...groupBy(ledger, call => call.idempotencyKey)].flatMap(
    ([key, { length }]) =>
      length > (allowed.get(key) ?? 0)
        ? [
            `${key} was used ${length} times, for ${
              allowed.get(key) ?? 0
            } attempts`,
          ]
        : [],
  );
}

/** No worker does what only waits, or is another run. */
function isCode({ worker }: EvidenceRow): boolean {
  return worker !== null;
}

/** The name of the call that an attempt makes. */
export function callOf(attempt: EvidenceRow): string {
  return nameOf({
    idempotencyKey: idempotencyKey(
      String(attempt.run_id),
      Number(attempt.generation),
      String(attempt.step_key),
      Number(attempt.item_index),
    ),
    attempt: Number(attempt.number),
  });
}

export function nameOf(call: {
  idempotencyKey: string;
  attempt: number;
}): string {
  return `${call.idempotencyKey} attempt ${call.attempt}`;
}
