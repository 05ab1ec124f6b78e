import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Load, Subject } from '../subjects/Subject';
import { ServerProcessor } from './serverProcessor';

/** What a subject has done in a span of time. */
export interface Throughput {
  stepsPerSecond: number;
  runsPerSecond: number;
  /** Processor time of this process by step, in microseconds. */
  cpuMicrosPerStep: number;
  /** The same of the database server. */
  serverMicrosPerStep?: number;
  /** How late the event loop was, in milliseconds. */
  loopDelay: { p99: number; max: number };
}

/** Keeps as many runs in flight as the load says, for a while, and counts the steps. */
export async function measureThroughput(
  subject: Subject,
  load: Load,
  { warmUpMs, measureMs }: { warmUpMs: number; measureMs: number },
  serverProcessor: ServerProcessor | undefined,
): Promise<Throughput> {
  let isOver = false;
  const keepRunning = async () => {
    while (!isOver) await subject.run();
  };
  const runners = Array.from({ length: load.inFlight }, keepRunning);
  const failed = Promise.all(runners).then(() => new Promise<never>(() => {}));
  await Promise.race([sleep(warmUpMs), failed]);

  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const steps = subject.stepsDone;
  const server = serverProcessor?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.race([sleep(measureMs), failed]);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const done = subject.stepsDone - steps;
  delay.disable();
  isOver = true;
  return {
    stepsPerSecond: done / seconds,
    runsPerSecond: done / seconds / load.steps,
    cpuMicrosPerStep: (user + system) / Math.max(1, done),
    serverMicrosPerStep:
      serverProcessor && (serverProcessor() - server!) / Math.max(1, done),
    loopDelay: { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
  };
}
