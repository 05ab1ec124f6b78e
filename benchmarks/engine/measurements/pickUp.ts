import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Subject } from '../subjects/Subject';

/** Between two launches: everything has come to rest again. */
const PAUSE_MS = 25;
const WARM_UP = 20;

/** Milliseconds from a launch until the handler of the first step starts. */
export interface PickUp {
  p50: number;
  p99: number;
}

/** Launches one run after the other while nothing else is going on. */
export async function measurePickUp(
  subject: Subject,
  samples: number,
): Promise<PickUp> {
  const latencies: number[] = [];
  for (let sample = -WARM_UP; sample < samples; sample++) {
    let pickedUp = 0;
    subject.onStep = () => {
      pickedUp ||= performance.now();
    };
    const launched = performance.now();
    await subject.run();
    if (sample >= 0) latencies.push(pickedUp - launched);
    await sleep(PAUSE_MS);
  }
  latencies.sort((a, b) => a - b);
  const at = (share: number) =>
    latencies[Math.min(samples - 1, Math.floor(samples * share))];
  return { p50: at(0.5), p99: at(0.99) };
}
