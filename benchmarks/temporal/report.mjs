import { table } from '../table.mjs';

const NAMES = { sqlite: 'SQLite', postgres: 'PostgreSQL' };
/** What the project promises, in milliseconds. */
const PROMISED = { open: 5_000, watched: 1_000 };
/** Calls that list, per second and namespace. */
const PROMISED_LISTS = 1;

/** The report as tables of Markdown. */
export function toTables({ machine, plan, population, plain, results }) {
  return [
    `${machine.processors}, Node ${machine.node}, ${machine.mode}, ${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    `### Catching up ${plan.closed} closed executions (${population.events} events) while ${plan.open} are open`,
    `Read as Temporal's user interface reads them, one history after the other, and not kept: ${plain.seconds.toFixed(
      1,
    )} s.`,
    table(
      [
        '',
        'seconds',
        'executions per second',
        'ours ÷ reading alone',
        'calls per second',
        'of them lists ÷ promised',
      ],
      results.map(({ kind, caughtUp: { seconds, calls, lists } }) => [
        NAMES[kind],
        seconds.toFixed(0),
        ((plan.closed + plan.open) / seconds).toFixed(0),
        `**${(seconds / plain.seconds).toFixed(2)}**`,
        (calls / seconds).toFixed(0),
        `${(lists / seconds).toFixed(2)} ÷ ${PROMISED_LISTS}`,
      ]),
    ),
    `### How old what is known becomes, while something happens to the ${plan.open} open ones all the time`,
    table(
      [
        '',
        'open ones, p50 / p95 / most',
        'p95 ÷ promised',
        'one that is watched, p50 / p95 / most',
        'p95 ÷ promised',
        'lists per second',
        'never seen',
      ],
      results.map(({ kind, staleness: { open, watched, lists, seconds } }) => [
        NAMES[kind],
        spread(open),
        ratio(open, PROMISED.open),
        spread(watched),
        ratio(watched, PROMISED.watched),
        (lists / seconds).toFixed(2),
        String(open.missed + watched.missed),
      ]),
    ),
  ].join('\n\n');
}

function spread({ p50, p95, most }) {
  return `${p50.toFixed(0)} / ${p95.toFixed(0)} / ${most.toFixed(0)} ms`;
}

function ratio({ p95 }, promised) {
  return `**${(p95 / promised).toFixed(2)}**`;
}
