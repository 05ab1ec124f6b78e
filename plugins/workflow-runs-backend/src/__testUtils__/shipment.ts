import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  defineWorkflow,
  failAfter,
  StepContext,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';

const output = z.object({ made: z.string() });

/** Twelve steps: in sequence, in parallel, and one that succeeds at its third attempt. */
export const shipment = defineWorkflow({
  name: 'shipment',
  version: '1',
  input: z.object({}),
  steps: {
    receive: { output },
    check: { output, dependsOn: ['receive'] },
    pick: { output, dependsOn: ['check'] },
    weigh: { output, dependsOn: ['check'] },
    label: { output, dependsOn: ['check'] },
    pack: { output, dependsOn: ['pick', 'weigh', 'label'] },
    book: {
      output,
      dependsOn: ['pack'],
      retry: failAfter(9, { delayMs: 30 }),
    },
    invoice: { output, dependsOn: ['book'] },
    notify: { output, dependsOn: ['book'] },
    hand_over: { output, dependsOn: ['invoice', 'notify'] },
    archive: { output, dependsOn: ['hand_over'] },
    report: { output, dependsOn: ['archive'] },
  },
});

/** What handlers write down outside of the database, whatever becomes of their process. */
export interface LedgerEntry {
  phase: 'start' | 'end' | 'fail';
  pid: number;
  run: string;
  step: string;
  attempt: number;
  idempotencyKey: string;
  output?: { made: string };
}

export function readLedger(file: string): LedgerEntry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map(line => JSON.parse(line));
}

export interface Pace {
  /** How long a step takes at least, in milliseconds. */
  stepMs: number;
  /** How long `receive` takes, which then holds up the whole process in the meantime. */
  blockingMs?: number;
}

/** Handlers that do nothing but take their time and write into the ledger. */
export function shipmentHandlers(ledger: string, pace: Pace) {
  const handle = async (context: StepContext): Promise<{ made: string }> => {
    const note = (entry: Pick<LedgerEntry, 'phase' | 'output'>) => {
      const whole: LedgerEntry = {
        ...entry,
        pid: process.pid,
        run: context.runId,
        step: context.stepKey,
        attempt: context.attempt,
        idempotencyKey: context.idempotencyKey,
      };
      appendFileSync(ledger, `${JSON.stringify(whole)}\n`);
    };
    note({ phase: 'start' });
    const took = pace.stepMs * (1 + Math.random());
    if (pace.blockingMs && context.stepKey === 'receive') {
      const nothing = new Int32Array(new SharedArrayBuffer(4));
      Atomics.wait(nothing, 0, 0, pace.blockingMs);
    } else {
      await sleep(took, undefined, { signal: context.signal });
    }
    if (context.stepKey === 'book' && context.attempt < 3) {
      note({ phase: 'fail' });
      throw new StepFailure('external_api', 'The carrier is busy');
    }
    const made = { made: `${process.pid} ${Math.random()}` };
    note({ phase: 'end', output: made });
    return made;
  };
  const handlers = shipment.definition.steps.map(({ key }) => [key, handle]);
  return Object.fromEntries(handlers) as Record<
    keyof NonNullable<(typeof shipment)['$types']>['steps'],
    typeof handle
  >;
}
