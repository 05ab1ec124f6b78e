import { idempotencyKey } from '../../../engine/stepContext';
import { Evidence, EvidenceRow, groupBy } from './Evidence';

/**
 * Whether what was done outside is known inside: each call belongs to an attempt that the database
 * knows, by the worker that it names, and no attempt was carried out twice.
 */
export function checkLedger({
  ledger,
  tables: { attempts },
}: {
  ledger: Evidence['ledger'];
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
  for (const [name, { status }] of known) {
    if (status === 'completed' && !calls.has(name)) {
      problems.push(`${name} is completed, and was never carried out`);
    }
  }
  return problems;
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
