import { performance } from 'node:perf_hooks';
import { Answer } from './HttpClient';
import { Processes } from './Processes';

/** How long something takes, in milliseconds. */
export interface Times {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

/** How long answers take, and what they cost. */
export interface CellTimes extends Times {
  /**
   * How long the client, the backend and the database were at work on an answer, all in all. They work
   * one after the other, so this is how long it takes where they need not wait for a processor. Null
   * where it is not known, or many ask at a time.
   */
  work: Times | null;
  /** Parts of it, on average. */
  backendMs: number | null;
  databaseMs: number | null;
}

/** How much is asked: until one of them is reached. */
export interface Amount {
  samples: number;
  cellMs: number;
}

/** Some that are not counted: the first of a kind find nothing prepared. */
const WARM_UP = 8;

/**
 * Asks again and again, with as many requests at a time as there are clients.
 *
 * @param ask - asks the question of that number
 * @param onAnswer - hears of each answer that counts
 */
export async function measureCell<T>(
  ask: (number: number) => Promise<Answer<T>>,
  options: {
    clients: number;
    amount: Amount;
    processes: Processes | undefined;
  },
  onAnswer: (answer: Answer<T>) => void = () => {},
): Promise<CellTimes> {
  const { clients, amount, processes } = options;
  for (let number = 0; number < WARM_UP; number++) await ask(number);
  processes?.refresh();
  const times: number[] = [];
  const work: number[] = [];
  const first = processes?.read();
  const deadline = performance.now() + amount.cellMs;
  let asked = 0;
  const client = async () => {
    while (asked < amount.samples && performance.now() < deadline) {
      asked += 1;
      const before = processes?.read();
      const answer = await ask(asked);
      const after = processes?.read();
      times.push(answer.ms);
      if (before && after) work.push(sumOf(after) - sumOf(before));
      onAnswer(answer);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const last = processes?.read();
  const ran = (who: 'backend' | 'database') =>
    last ? (last[who] - first![who]) / times.length : null;
  return {
    ...timesOf(times),
    work: clients === 1 && last ? timesOf(work) : null,
    backendMs: ran('backend'),
    databaseMs: ran('database'),
  };
}

function sumOf(worked: ReturnType<Processes['read']>): number {
  return worked.client + worked.backend + worked.database;
}

export function timesOf(times: number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return {
    count: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}
