import { table } from '../table.mjs';

/** What is aimed at, in events per second. */
const TARGET = 5_000;
const NAMES = { sqlite: 'SQLite', postgres: 'PostgreSQL' };

/** The report as tables of Markdown. */
export function toTables({ machine, events, results }) {
  return [
    `${machine.processors}, Node ${machine.node}, ${machine.mode}, ${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    `### ${events} events: taken in per second; the target is ${TARGET}`,
    table(
      [
        '',
        'in order',
        '÷ target',
        'processor time for each',
        'shuffled, each twice, three senders',
        'the same runs',
      ],
      results.map(({ kind, ordered, shuffled, isSame }) => [
        NAMES[kind],
        ordered.perSecond.toFixed(0),
        `**${(ordered.perSecond / TARGET).toFixed(2)}**`,
        `${ordered.processMicros.toFixed(0)} µs`,
        shuffled.perSecond.toFixed(0),
        isSame ? 'yes' : '**no**',
      ]),
    ),
  ].join('\n\n');
}
