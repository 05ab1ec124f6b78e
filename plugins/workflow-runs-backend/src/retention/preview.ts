import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Knex } from 'knex';
import {
  EndedRunStatus,
  PartClass,
  partClassSchema,
  RetentionPreview,
} from 'backstage-plugin-workflow-runs-common';
import { auditRows } from './deleteAudit';
import { rowsOfRuns, weigh } from './deleteRows';
import { KeptRuns, Place, WalkedRun } from './KeptRuns';
import { AmountKey, Report } from './Report';
import { havingOpenChildren } from './purgeRuns';
import { Held, RetentionRules } from './RetentionRules';
import { RUN_TABLES, RunTable } from './runTables';
import { tablesThatAre } from './sweep';

/** Runs of each kind whose rows are counted; those of the others are taken to be like them. */
const SAMPLE = 50;
/** Nobody waits for longer, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Runs of one class, tenant and status. */
interface Group {
  key: AmountKey & { class: PartClass | 'runs'; status: EndedRunStatus };
  runs: number;
  /** Any of them: each is as likely to be among these. */
  sample: string[];
}

/** Runs that would be deleted, by what they have in common. */
class Groups {
  readonly #groups = new Map<string, Group>();

  constructor(private readonly random: () => number) {}

  /** @returns what holds the run back, where something does */
  take(
    run: WalkedRun,
    rules: RetentionRules,
    now: number,
    hasOpenChildren: boolean,
  ): Held | undefined {
    const verdict = rules.judge(run, now);
    if (verdict.kind === 'held') return verdict.by;
    if (verdict.kind === 'keep') return undefined;
    if (verdict.kind === 'purge' && hasOpenChildren) {
      return { reason: 'open_children', tag: null };
    }
    const classes =
      verdict.kind === 'parts'
        ? verdict.parts
        : [
            'runs' as const,
            ...partClassSchema.options.filter(
              part => run.deletedAt[part] === null,
            ),
          ];
    for (const name of classes) this.#add(name, run);
    return undefined;
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }

  #add(name: PartClass | 'runs', run: WalkedRun): void {
    const { tenantId } = run;
    const key = { class: name, tenantId, status: run.status as EndedRunStatus };
    const id = JSON.stringify(key);
    const group = this.#groups.get(id) ?? { key, runs: 0, sample: [] };
    this.#groups.set(id, group);
    group.runs += 1;
    if (group.sample.length < SAMPLE) group.sample.push(run.id);
    else {
      // A reservoir: the n-th takes the place of another with the chance of SAMPLE in n.
      const place = Math.floor(this.random() * group.runs);
      if (place < SAMPLE) group.sample[place] = run.id;
    }
  }
}

/**
 * What rules would delete now. Runs are judged one by one, as a job does; their rows are counted of some of each
 * kind.
 */
export async function previewRetention(
  knex: Knex,
  rules: RetentionRules,
  options: { now: number; patienceMs?: number; random?: () => number },
): Promise<RetentionPreview> {
  const { now, patienceMs = PATIENCE_MS } = options;
  const kept = new KeptRuns(knex);
  const groups = new Groups(options.random ?? Math.random);
  const report = new Report();
  const cutoff = rules.cutoff(now);
  const begun = performance.now();
  let after: Place | undefined;
  let lookedAt = 0;
  let isPartial = false;
  for (;;) {
    const page = await kept.page(after, cutoff);
    if (page.length === 0) break;
    const parents = await havingOpenChildren(
      knex,
      page.map(({ id }) => id),
    );
    for (const run of page) {
      const held = groups.take(run, rules, now, parents.has(run.id));
      if (held) report.hold(held);
    }
    const last = page[page.length - 1];
    after = { at: last.orderedAt, id: last.id };
    lookedAt += page.length;
    isPartial = performance.now() - begun > patienceMs;
    if (isPartial) break;
    // Others have their turn.
    await sleep(1);
  }
  const tables = await tablesThatAre(knex, RUN_TABLES);
  const amounts: RetentionPreview['amounts'] = [];
  for (const group of groups.all()) {
    amounts.push(await measure(knex, group, tables));
  }
  for (const { tenantId, rows } of await auditRows(knex, rules, now)) {
    const weighed = await weigh(knex, rows);
    if (weighed.rows === 0) continue;
    amounts.push({
      class: 'audit',
      tenantId,
      status: null,
      runs: 0,
      artifacts: 0,
      ...weighed,
      isEstimated: false,
    });
  }
  return { amounts, held: report.toStored().held, lookedAt, isPartial };
}

async function measure(
  knex: Knex,
  { key, runs, sample }: Group,
  tables: readonly RunTable[],
): Promise<RetentionPreview['amounts'][number]> {
  let rows = 0;
  let bytes = 0;
  let artifacts = 0;
  for (const table of tables.filter(each => each.class === key.class)) {
    const weighed = await weigh(knex, rowsOfRuns(table, sample));
    rows += weighed.rows;
    bytes += weighed.bytes;
  }
  if (key.class === 'artifacts') {
    const found = await knex('artifacts')
      .whereIn('run_id', sample)
      .first({ count: knex.raw('count(*)'), bytes: knex.raw('sum(bytes)') });
    rows += Number(found.count);
    artifacts += Number(found.count);
    bytes += Number(found.bytes ?? 0);
  }
  // The run and its live part.
  if (key.class === 'runs') rows += 2 * sample.length;
  const times = runs / sample.length;
  return {
    ...key,
    runs,
    rows: Math.round(rows * times),
    bytes: Math.round(bytes * times),
    artifacts: Math.round(artifacts * times),
    isEstimated: runs > sample.length,
  };
}
