import fc from 'fast-check';
import { Knex } from 'knex';
import {
  AlertKind,
  AlertRuleContent,
  alertRuleContentSchema,
} from 'backstage-plugin-workflow-runs-common';
import { describeOnDatabases } from '../__testUtils__/databases';
import { runCriteria } from '../queries/__testUtils__/arbitraries';
import { isRunVisible, Visibility } from '../queries/condition';
import { figuresOf } from '../statistics/__testUtils__/naively';
import {
  Counted,
  insertCounted,
} from '../statistics/__testUtils__/insertCounted';
import { NOW, SomeRun, SomeRuns } from '../statistics/__testUtils__/SomeRuns';
import { QUARTER_MS } from '../statistics/spans';
import { readPast } from './foretell';
import { readRule, WatchedRule } from './readRule';

jest.setTimeout(600_000);

const SEED = 20_261_201;
const HOUR_MS = 3_600_000;
const sizes = { sqlite: 6_000, postgres: 2_000 };
const KINDS: AlertKind[] = [
  'failure_rate',
  'p95_duration',
  'retry_rate',
  'nothing_ended',
  'nothing_completed',
];
/** Bins know a duration to one percent. */
const NEAR = 0.0101;

const floor = (ms: number) => Math.floor(ms / QUARTER_MS) * QUARTER_MS;

describeOnDatabases('alert rules', (createDatabase, isPostgres) => {
  let knex: Knex;
  let runs: SomeRun[];
  let resourceOf: Counted['resourceOf'];
  const maker = new SomeRuns(5, SEED);

  beforeAll(async () => {
    ({ knex } = await createDatabase());
    const size = isPostgres ? sizes.postgres : sizes.sqlite;
    ({ runs, resourceOf } = await insertCounted(knex, {
      maker,
      seed: SEED,
      size,
    }));
  });

  const watchedBy = (condition: Visibility) =>
    runs.filter(
      run =>
        !run.backfill &&
        run.status !== 'running' &&
        isRunVisible(resourceOf(run), condition),
    );

  /** What a rule reads, by looking at every run. */
  const naively = (
    watched: readonly SomeRun[],
    { kind, threshold, windowMs, minRuns }: AlertRuleContent,
    at: number,
  ) => {
    if (kind === 'nothing_ended' || kind === 'nothing_completed') {
      const ends = watched
        .filter(
          ({ status }) => kind === 'nothing_ended' || status === 'completed',
        )
        .map(({ endedAt }) => floor(endedAt) + QUARTER_MS)
        .filter(end => end <= floor(at) + QUARTER_MS);
      const last = Math.max(floor(at - threshold) - QUARTER_MS, ...ends);
      const value = Math.max(0, at - last);
      return { value, verdict: value > threshold ? 'breached' : 'well' };
    }
    const counted = watched.filter(
      ({ endedAt }) =>
        endedAt >= floor(at - windowMs!) && endedAt < floor(at) + QUARTER_MS,
    );
    const figures = figuresOf(counted, new Map());
    const judged = {
      failure_rate: [
        figures.failureRate === null ? null : 100 * figures.failureRate,
        figures.completed + figures.failed,
      ],
      retry_rate: [figures.retriesPer100, figures.runs],
      p95_duration: [figures.duration?.p95Ms ?? null, figures.completed],
    }[kind as 'failure_rate'] as [number | null, number];
    const [value, n] = judged;
    if (value === null || n < minRuns) return { value, verdict: 'too_few', n };
    return { value, verdict: value > threshold ? 'breached' : 'well', n };
  };

  const thresholdOf = (kind: AlertKind) => {
    if (kind.startsWith('nothing'))
      return maker.choose(0.5, 2, 6, 30) * HOUR_MS;
    return kind === 'p95_duration'
      ? maker.choose(100_000, 5_000_000)
      : maker.choose(10, 40, 60);
  };
  const ruleOf = (kind: AlertKind): AlertRuleContent => {
    const isSilence = kind.startsWith('nothing');
    return alertRuleContentSchema.parse({
      name: kind,
      kind,
      scope: { viewId: 'any' },
      threshold: thresholdOf(kind),
      ...(isSilence
        ? {}
        : { windowMs: maker.choose(0.25, 1, 6, 24, 100) * HOUR_MS }),
      minRuns: maker.choose(1, 5, 20),
    });
  };

  const expectAlike = (
    told: { verdict: string; value: number | null; runs: number },
    content: AlertRuleContent,
    watched: readonly SomeRun[],
    at: number,
  ) => {
    const wanted = naively(watched, content, at);
    if (content.kind === 'p95_duration' && wanted.value !== null) {
      expect(told.value! / Math.max(1, wanted.value)).toBeGreaterThan(1 - NEAR);
      expect(told.value!).toBeLessThanOrEqual(wanted.value * (1 + NEAR) + 1);
      const isNear =
        Math.abs(wanted.value - content.threshold) <= NEAR * content.threshold;
      if (isNear) return wanted.verdict;
    } else if (wanted.value === null) {
      expect(told.value).toBeNull();
    } else {
      expect(told.value).toBeCloseTo(wanted.value, 6);
    }
    expect(told.verdict).toBe(wanted.verdict);
    if ('n' in wanted) expect(told.runs).toBe(wanted.n);
    return wanted.verdict;
  };

  it('read now, and for each quarter of an hour of the past, what all their runs come to', async () => {
    const conditions: Visibility[] = [
      'all',
      'none',
      ...(fc.sample(runCriteria, { numRuns: 6, seed: SEED }) as Visibility[]),
    ];
    const verdicts = new Set<string>();
    for (const condition of conditions) {
      const watched = watchedBy(condition);
      for (const kind of KINDS) {
        const content = ruleOf(kind);
        const rule: WatchedRule = {
          content,
          compiled: { condition, filter: {} },
        };
        const now = await readRule(knex, rule, { now: NOW, freshAt: NOW });
        verdicts.add(expectAlike(now, content, watched, NOW));

        const past = await readPast(knex, rule, NOW);
        expect(past).toHaveLength(7 * 96);
        expect(past.at(-1)).toEqual({ at: NOW, ...now, capped: false });
        for (let index = 0; index < past.length; index += 61) {
          const { at } = past[index];
          verdicts.add(expectAlike(past[index], content, watched, at));
        }
      }
    }
    expect([...verdicts].sort()).toEqual(['breached', 'too_few', 'well']);
  });

  it('say nothing by what has not been counted up to now', async () => {
    const rule: WatchedRule = {
      content: ruleOf('failure_rate'),
      compiled: { condition: 'all', filter: {} },
    };
    for (const freshAt of [null, NOW - QUARTER_MS - 1]) {
      const reading = await readRule(knex, rule, { now: NOW, freshAt });
      expect(reading).toEqual({
        verdict: 'unknown',
        value: null,
        runs: 0,
        capped: false,
      });
    }
  });
});
