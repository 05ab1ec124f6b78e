import { table } from '../table.mjs';

const NAMES = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

/** The report as tables of Markdown. */
export function toTables({ machine, runs, results }) {
  return [
    `${machine.processors}, Node ${machine.node}, ${machine.mode}, ${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    `### The first sync of ${runs} failed runs of the past`,
    table(
      [
        '',
        'seconds',
        'runs per second',
        'a run that is looked at meanwhile, p95',
        'notifications',
      ],
      results.map(({ kind, seconds, viewedMs, notified }) => [
        NAMES[kind],
        seconds.toFixed(0),
        (runs / seconds).toFixed(0),
        `${viewedMs.toFixed(0)} ms`,
        notified === 0 ? '0' : `**${notified}**`,
      ]),
    ),
  ].join('\n\n');
}
