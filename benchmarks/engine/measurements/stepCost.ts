import { performance } from 'node:perf_hooks';
import { Subject } from '../subjects/Subject';

/** Short runs are repeated until they have this many steps together. */
const MIN_STEPS = 1_000;

/** Microseconds for each step of a run that is alone, from launch to end. */
export async function measureStepCost(
  subject: Subject,
  steps: number,
): Promise<number> {
  await subject.run();
  const runs = Math.max(1, Math.ceil(MIN_STEPS / steps));
  const start = performance.now();
  for (let run = 0; run < runs; run++) await subject.run();
  return ((performance.now() - start) * 1_000) / (runs * steps);
}
