import { table } from '../table.mjs';

const seconds = ms => `${(ms / 1_000).toFixed(1)} s`;

/** The report as tables of Markdown. */
export function toTables({ machine, results }) {
  return [
    `${machine.processors}, Node ${machine.node}, ${machine.mode}, ${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    '### Events for twenty receivers, of which ten are well',
    table(
      [
        'database',
        'events',
        'delivered',
        'repeated',
        'lost, out of order or not signed',
        'reached by a redirect',
        'into the queues',
        'all at those that are well',
        'delivered per second',
      ],
      results.map(result => [
        result.kind,
        String(result.events),
        String(result.delivered),
        String(result.repeated),
        String(result.faults.length),
        String(result.leaked),
        seconds(result.readMs),
        seconds(result.deliverMs),
        `**${Math.round(result.delivered / (result.deliverMs / 1_000))}**`,
      ]),
    ),
  ].join('\n\n');
}
