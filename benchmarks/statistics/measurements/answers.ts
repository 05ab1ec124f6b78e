import { performance } from 'node:perf_hooks';
import { Knex } from 'knex';
import {
  StatisticsQuery,
  statisticsQuerySchema,
} from 'backstage-plugin-workflow-runs-common';
import { Visibility } from '../../../plugins/workflow-runs-backend/src/queries/condition';
import { StatisticsQueries } from '../../../plugins/workflow-runs-backend/src/statistics/StatisticsQueries';
import { connect, Place } from '../../connect';
import { Times, timesOf } from '../../store/client/measureCell';
import { END, OWNERS, STARTERS } from '../../store/seed/population';

export interface AnswersTask {
  samples: number;
  /** Only of the busy workflow, of which only the sums are there. */
  onlyBusy?: boolean;
}

const DAY_MS = 86_400_000;
const BUSY = 'embedded/workflow_0000';
/** Each takes seconds where there are many runs. */
const NAIVE_SAMPLES = 5;

interface Question {
  what: string;
  days: number;
  query?: Record<string, string>;
  visibility?: Visibility;
  /** It says nothing where only sums are there. */
  needsRuns?: true;
}

const QUESTIONS: readonly Question[] = [
  { what: 'a busy workflow, 90 days', days: 90 },
  ...['Europe/Berlin', 'Asia/Kolkata'].map(timeZone => ({
    what: `the same in ${timeZone}`,
    days: 90,
    query: { timeZone },
  })),
  {
    what: 'the same for its owner',
    days: 90,
    visibility: { field: 'owner', values: [OWNERS.busy] },
  },
  {
    what: 'the same for who sees production',
    days: 90,
    visibility: { field: 'environment', values: ['production'] },
  },
  {
    what: 'the same for who sees what they have launched',
    days: 90,
    needsRuns: true,
    visibility: { field: 'startedBy', values: [STARTERS[0]] },
  },
  { what: 'a busy workflow, 24 hours', days: 1 },
  { what: 'a busy workflow, 365 days', days: 365 },
  {
    what: 'a team, 90 days',
    days: 90,
    query: { workflow: '', owner: 'group:default/team-0' },
  },
  { what: 'all workflows, 90 days', days: 90, query: { workflow: '' } },
];

/** How long answers take, and the naive way to a part of one. */
export async function measureAnswers(
  place: Place,
  { samples, onlyBusy }: AnswersTask,
): Promise<{ answers: object[]; naive: object | null }> {
  const knex = connect(place);
  const queries = new StatisticsQueries(knex, () => END);
  const answers = [];
  for (const question of QUESTIONS) {
    const { what, days, query = {}, visibility = 'all' } = question;
    const { workflow = BUSY, ...rest } = query;
    if (onlyBusy && (question.needsRuns || workflow !== BUSY)) continue;
    const asked: StatisticsQuery = statisticsQuerySchema.parse({
      ...rest,
      ...(workflow ? { workflow } : {}),
      from: new Date(END - days * DAY_MS).toISOString(),
    });
    const { coverage, totals } = await queries.sumUp(asked, visibility);
    const times = await timesFor(samples, () =>
      queries.sumUp(asked, visibility),
    );
    answers.push({ what, ...times, totals, coverage });
  }
  const naive = onlyBusy
    ? null
    : await timesFor(NAIVE_SAMPLES, () => sumUpNaively(knex));
  await knex.destroy();
  return { answers, naive };
}

/** Counts, means, quantiles and days of the busy workflow, straight from its runs. */
async function sumUpNaively(knex: Knex): Promise<void> {
  const runs = () =>
    knex('runs')
      .where('workflow_id', b =>
        b.select('id').from('workflows').where('name', BUSY.split('/')[1]),
      )
      .where('completed_at', '>=', END - 90 * DAY_MS)
      .where('completed_at', '<', END);
  const counts = ['completed', 'failed', 'canceled']
    .map(status => `sum(case when status = '${status}' then 1 else 0 end)`)
    .join(', ');
  await runs().select(knex.raw(`${counts}, avg(duration_ms)`));
  await runs()
    .select(knex.raw(`completed_at / ${DAY_MS} as day, ${counts}`))
    .groupByRaw(`completed_at / ${DAY_MS}`);
  await knex
    .from(
      runs()
        .where({ status: 'completed' })
        .select(
          knex.raw(
            'duration_ms, row_number() over (order by duration_ms) as rank, count(*) over () as n',
          ),
        )
        .as('ranked'),
    )
    .whereRaw('rank in (n / 2, n * 95 / 100, n * 99 / 100)')
    .select('duration_ms');
}

async function timesFor(
  samples: number,
  ask: () => Promise<unknown>,
): Promise<Times> {
  const times: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    const start = performance.now();
    await ask();
    times.push(performance.now() - start);
  }
  return timesOf(times);
}
