import { Answer, HttpClient } from '../client/HttpClient';
import { Amount, CellTimes, measureCell } from '../client/measureCell';
import { Processes } from '../client/Processes';
import { Asker } from '../client/questions';
import { longRunId } from '../seed/makeSteps';

export interface DetailsTask {
  port: number;
  runs: number;
  clients: number;
  samples: { alone: number; together: number };
  cellMs: number;
}

/** How something besides lists was answered. */
export interface DetailCell extends CellTimes {
  what: string;
  clients: number;
  /** Size of the answer, in kilobytes. */
  kilobytes: number;
}

type Ask = (client: HttpClient) => Promise<Answer>;

/** Asks for a run with all that belongs to it, for counts and for facets. */
export async function measureDetails(
  task: DetailsTask,
  processes: Processes | undefined,
): Promise<DetailCell[]> {
  const run = `/runs/${longRunId(task.runs)}`;
  const steps: Ask = client => client.ask(`${run}/steps`, { limit: '1000' });
  const questions: [what: string, asker: Asker, ask: Ask][] = [
    ['a run', 'admin', client => client.ask(run)],
    ['its 1,000 steps', 'admin', steps],
    [
      '1,000 of its 2,000 attempts',
      'admin',
      client => client.ask(`${run}/attempts`, { limit: '1000' }),
    ],
    [
      'the run and its steps, at the same time',
      'admin',
      client => together([client.ask(run), steps(client)]),
    ],
    ...(['admin', 'few', 'many'] as const).flatMap(
      (asker): [string, Asker, Ask][] => [
        [`counts by status, ${asker}`, asker, c => c.ask('/runs/counts')],
        [
          `counts of failed runs, ${asker}`,
          asker,
          c => c.ask('/runs/counts', { status: 'failed' }),
        ],
        [
          `facets (workflow, status, environment), ${asker}`,
          asker,
          c => c.ask('/runs/facets'),
        ],
      ],
    ),
  ];
  const cells: DetailCell[] = [];
  for (const [what, asker, ask] of questions) {
    for (const clients of [1, task.clients]) {
      cells.push({
        what,
        clients,
        ...(await measure(asker, ask, clients, { ...task, processes })),
      });
    }
  }
  return cells;
}

async function measure(
  asker: Asker,
  ask: Ask,
  clients: number,
  {
    port,
    samples,
    cellMs,
    processes,
  }: DetailsTask & { processes: Processes | undefined },
) {
  // Twice as many connections, for what is asked at the same time.
  const client = new HttpClient(port, asker, clients * 2);
  const amount: Amount = {
    samples: clients === 1 ? samples.alone : samples.together,
    // Some of it takes long: a few answers there have to be.
    cellMs: cellMs * 3,
  };
  let bytes = 0;
  const times = await measureCell(
    () => ask(client),
    { clients, amount, processes },
    answer => {
      bytes = answer.bytes;
    },
  );
  client.close();
  return { ...times, kilobytes: Math.round(bytes / 1_000) };
}

/** It has come when the last of them has. */
async function together(asked: Promise<Answer>[]): Promise<Answer> {
  const answers = await Promise.all(asked);
  return {
    ms: Math.max(...answers.map(({ ms }) => ms)),
    bytes: answers.reduce((sum, answer) => sum + answer.bytes, 0),
    body: () => undefined,
  };
}
