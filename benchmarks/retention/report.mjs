import { table } from '../table.mjs';

const ms = value => `${value.toFixed(1)} ms`;
const count = value => Math.round(value).toLocaleString('en-US');

/** The report as tables of Markdown. */
export function toTables({ machine, results }) {
  return [
    `${machine.processors}, Node ${machine.node}`,
    table(
      [
        'database',
        'runs deleted',
        'rows',
        'took',
        'rows/s',
        'longest statement',
        'list p95 in between',
        'meanwhile',
        'ratio',
      ],
      results.map(each => [
        each.kind,
        `${count(each.runs)} of ${count(each.size)}`,
        count(each.rows),
        `${each.seconds.toFixed(0)} s`,
        count(each.rowsPerSecond),
        ms(each.longest.ms),
        ms(each.lists.alone.p95),
        ms(each.lists.during.p95),
        (each.lists.during.p95 / each.lists.alone.p95).toFixed(2),
      ]),
    ),
  ].join('\n\n');
}
