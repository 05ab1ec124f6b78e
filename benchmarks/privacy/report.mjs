import { table } from '../table.mjs';

/** The report as tables of Markdown. */
export function toTables({ machine, throughput, recorder }) {
  const [peer] = throughput.peers;
  return [
    `${machine.processors}, Node ${machine.node}, ${machine.mode}, ${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    '### How much is looked at: MB per second of processor time',
    table(
      ['', 'MB/s', `÷ ${peer.name}`],
      [...throughput.ours, ...throughput.peers].map(({ name, rate }) => [
        name,
        rate.toFixed(0),
        `**${(rate / peer.rate).toFixed(2)}**`,
      ]),
    ),
    '### The recorder with and without, on SQLite: transitions per second, processor time for each event',
    table(
      ['with', 'without', 'with ÷ without'],
      [
        recorded(recorder, 'transitionsPerSecond', ''),
        recorded(recorder, 'processMicros', ' µs'),
      ],
    ),
  ].join('\n\n');
}

function recorded(recorder, figure, unit) {
  const having = median(recorder.with, figure);
  const lacking = median(recorder.without, figure);
  return [
    `${having.toFixed(0)}${unit}`,
    `${lacking.toFixed(0)}${unit}`,
    `**${(having / lacking).toFixed(2)}**`,
  ];
}

function median(results, figure) {
  const values = results.map(each => each[figure]).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)];
}
