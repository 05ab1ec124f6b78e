import { HttpClient } from '../client/HttpClient';
import { Amount, CellTimes, measureCell } from '../client/measureCell';
import { Processes } from '../client/Processes';
import {
  Asker,
  Query,
  Question,
  QUESTIONS,
  valuesFor,
} from '../client/questions';
import { END, SEED } from '../seed/population';
import { randomFrom } from '../seed/random';

const ASKERS: readonly Asker[] = ['admin', 'few', 'many'];
const DAY_MS = 86_400_000;
/** 19 pages of 50 are 5 of 190. */
const STEPS_BACK = 5;

export interface PagesTask {
  port: number;
  runs: number;
  page: number;
  /** Number of the page that is measured besides the first. */
  laterPage: number;
  clients: number;
  variants: { first: number; later: number };
  samples: { alone: number; together: number };
  cellMs: number;
}

/** How one list was answered, to one asker, at one place. */
export interface PageCell extends CellTimes {
  question: string;
  asker: Asker;
  page: number;
  clients: number;
  /** Runs of a page, on average. */
  items: number;
  /** Pages that ended because too much was looked at. */
  partial: number;
  /** How many days such a page has looked at, on average. */
  partialDays: number | null;
}

/** Pages of a list, where there are as many. */
interface ListPage {
  items: { queuedAt: string }[];
  nextToken: string | null;
  searchedBackTo: string | null;
}

/** Asks for each list, as each asker, at its beginning and further back, alone and with others. */
export async function measurePages(
  task: PagesTask,
  processes: Processes | undefined,
): Promise<PageCell[]> {
  const cells: PageCell[] = [];
  for (const asker of ASKERS) {
    const client = new HttpClient(task.port, asker, task.clients);
    for (const question of QUESTIONS) {
      const first = queriesOf(question, asker, task);
      const later = await laterPages(client, first, task);
      const measured: [page: number, queries: Query[], clients: number][] = [
        [1, first, 1],
        [task.laterPage, later, 1],
        [1, first, task.clients],
      ];
      for (const [page, queries, clients] of measured) {
        if (queries.length === 0) continue;
        const cell = await measureList(client, queries, clients, {
          ...task,
          processes,
        });
        cells.push({ question: question.name, asker, page, clients, ...cell });
      }
    }
    client.close();
  }
  return cells;
}

function queriesOf(question: Question, asker: Asker, task: PagesTask): Query[] {
  const values = valuesFor(asker, task.runs, randomFrom(SEED));
  return Array.from({ length: task.variants.first }, () => ({
    ...question.query(values),
    limit: String(task.page),
  }));
}

/** Finds where the later page begins, where the list is as long; in long pages, to be there sooner. */
async function laterPages(
  client: HttpClient,
  queries: Query[],
  { laterPage, page, variants }: PagesTask,
): Promise<Query[]> {
  const found: Query[] = [];
  const before = page * (laterPage - 1);
  for (const query of queries.slice(0, variants.later)) {
    let token: string | null | undefined;
    for (let step = 0; step < STEPS_BACK && token !== null; step++) {
      const limit = String(before / STEPS_BACK);
      const { body } = await client.ask<ListPage>('/runs', {
        ...query,
        limit,
        ...(token ? { token } : {}),
      });
      token = body().nextToken;
    }
    if (token) found.push({ ...query, token });
  }
  return found;
}

async function measureList(
  client: HttpClient,
  queries: Query[],
  clients: number,
  {
    samples,
    cellMs,
    processes,
  }: PagesTask & { processes: Processes | undefined },
) {
  let items = 0;
  const days: number[] = [];
  const amount: Amount = {
    samples: clients === 1 ? samples.alone : samples.together,
    cellMs,
  };
  const times = await measureCell<ListPage>(
    number => client.ask('/runs', queries[number % queries.length]),
    { clients, amount, processes },
    ({ body }) => {
      const page = body();
      items += page.items.length;
      if (page.searchedBackTo) {
        days.push((END - Date.parse(page.searchedBackTo)) / DAY_MS);
      }
    },
  );
  return {
    ...times,
    items: items / times.count,
    partial: days.length,
    partialDays: days.length
      ? days.reduce((sum, each) => sum + each, 0) / days.length
      : null,
  };
}
