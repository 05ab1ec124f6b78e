import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedSubject } from '../subjects/EmbeddedSubject';
import { ServerProcessor } from './serverProcessor';

/** Runs that are brought to wait at a time. */
const AT_A_TIME = 64;
/** Until what the launches have left behind is done. */
const SETTLE_MS = 2_000;

/** Processor time, as a share of one processor. */
export interface WaitingCost {
  backend: number;
  database?: number;
}

/** What it costs that many runs wait for tomorrow. */
export async function measureWaitingRuns(
  subject: EmbeddedSubject,
  { runs, measureMs }: { runs: number; measureMs: number },
  serverProcessor: ServerProcessor | undefined,
): Promise<WaitingCost> {
  let launched = 0;
  const parkSome = async () => {
    while (launched < runs) {
      launched += 1;
      await subject.park();
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, parkSome));
  await sleep(SETTLE_MS);

  const before = serverProcessor?.();
  const cpu = process.cpuUsage();
  await sleep(measureMs);
  const { user, system } = process.cpuUsage(cpu);
  return {
    backend: (user + system) / 1_000 / measureMs,
    database:
      serverProcessor && (serverProcessor() - before!) / 1_000 / measureMs,
  };
}
