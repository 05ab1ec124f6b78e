import {
  BulkAction,
  MAX_BULK_RUNS,
  Run,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';
import { AuthorizedRuns } from '../queries/AuthorizedRuns';
import { InvalidInput, refusal } from '../runs/InvalidInput';
import { BulkJudge } from './BulkJudge';

/** Runs that are looked at together: few enough for each statement to be short. */
const PAGE = 200;
/** Pages that a filter may take; an unlucky one finds little on each. */
const MAX_PAGES = 200;

/** Which runs are meant: named ones, or those that fit a filter. */
export interface RunChoice {
  runIds?: string[];
  filter?: RunFilter;
}

/** A run that is meant, and why nothing can be asked of it. */
export interface JudgedRun {
  runId: string;
  /** Absent where the caller may not see it, or there is none. */
  run?: Run;
  refusal?: string;
}

/**
 * Says of each run that is meant whether the caller may ask the action of it now.
 *
 * @throws InvalidInput where too many runs are meant: none is left out without a word
 */
export async function* judgeRuns(
  runs: AuthorizedRuns,
  { action, ...choice }: RunChoice & { action: BulkAction },
): AsyncGenerator<JudgedRun> {
  const judge = new BulkJudge(runs, action);
  for await (const { runId, run } of chosenRuns(runs, choice)) {
    yield { runId, run, refusal: await judge.refusalOf(run) };
  }
}

async function* chosenRuns(
  runs: AuthorizedRuns,
  { runIds = [], filter }: RunChoice,
): AsyncGenerator<Omit<JudgedRun, 'refusal'>> {
  if (filter) {
    for await (const run of fitting(runs, filter)) yield { runId: run.id, run };
    return;
  }
  for (let from = 0; from < runIds.length; from += PAGE) {
    const page = runIds.slice(from, from + PAGE);
    const found = await runs.findRuns(page);
    for (const [index, runId] of page.entries()) {
      const run = found[index];
      yield { runId, run: run && runs.toWire(run) };
    }
  }
}

async function* fitting(
  runs: AuthorizedRuns,
  filter: RunFilter,
): AsyncGenerator<Run> {
  let token: string | undefined;
  let count = 0;
  for (let pages = 1; ; pages++) {
    const page = await runs
      .listRuns({ filter, sort: '-queuedAt', limit: PAGE, token })
      .catch(pointAtFilter);
    count += page.items.length;
    if (count > MAX_BULK_RUNS) {
      throw refusal(
        '/filter',
        'max_runs',
        `more than ${MAX_BULK_RUNS} runs fit it, and a job may have no more: make it narrower`,
      );
    }
    yield* page.items;
    if (!page.nextToken) return;
    if (pages === MAX_PAGES) {
      throw refusal(
        '/filter',
        'too_slow',
        'it takes too long to look for: make it narrower',
      );
    }
    token = page.nextToken;
  }
}

/** Lists know their filter as a query; here it is a part of the body. */
function pointAtFilter(error: unknown): never {
  if (!(error instanceof InvalidInput)) throw error;
  throw new InvalidInput(
    'body',
    error.violations.map(violation => ({
      ...violation,
      pointer: `/filter${violation.pointer}`,
    })),
  );
}
