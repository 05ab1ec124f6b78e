import { table } from '../table.mjs';

const ms = value => (value === undefined ? '' : `${Math.round(value)} ms`);
const percent = value => `${(value * 100).toFixed(0)} %`;
const count = value => Math.round(value).toLocaleString('en-US');

/** The report as tables of Markdown. */
export function toTables({ machine, plan, results }) {
  const { processors, node, postgres, measuredAt, mode, loadBefore } = machine;
  const ours = results.filter(({ subject }) => subject === 'ours');
  const nobody = ours.find(({ viewers, lists }) => viewers + lists === 0);
  const timesOf = ({ subject, viewers, received }) => {
    if (subject === 'scaffolder') return received;
    return viewers > 0 ? received.runs : received.lists;
  };
  return [
    `${processors}, Node ${node}, PostgreSQL ${postgres}, ${mode}, ${measuredAt}; load average ${loadBefore} before. ${
      plan.runs
    } runs go on, with ${count(
      plan.runs * plan.eventsPerSecond,
    )} events a second in all`,
    table(
      [
        'who watches',
        'recorded → received p50',
        'p99',
        'queries/s of the backend',
        'its processor',
        'processor per viewer',
        'memory has grown by',
        'load',
      ],
      results.map(result => {
        const { subject, viewers, lists = 0, load } = result;
        const number = viewers + lists;
        const { p50, p99 } = timesOf(result);
        const alone = subject === 'ours' ? nobody.processor : 0;
        const own = Math.max(0, result.processor - alone) / number;
        return [
          nameOf(result),
          ms(p50),
          ms(p99),
          count(result.queriesPerSecond),
          percent(result.processor),
          number === 0 ? '' : `${(own * 1_000).toFixed(2)} ms/s`,
          `${count(result.grownBytes / 1_048_576)} MiB`,
          load,
        ];
      }),
    ),
    table(
      [
        'viewers',
        'p50, scaffolder ÷ ours',
        'p99',
        'queries, scaffolder ÷ ours',
      ],
      results
        .filter(({ subject }) => subject === 'scaffolder')
        .map(peer => {
          const own = ours.find(({ viewers }) => viewers === peer.viewers);
          const ratio = (a, b) => `**${(a / b).toFixed(1)}**`;
          return [
            count(peer.viewers),
            ratio(peer.received.p50, own.received.runs.p50),
            ratio(peer.received.p99, own.received.runs.p99),
            ratio(peer.queriesPerSecond, own.queriesPerSecond),
          ];
        }),
    ),
  ].join('\n\n');
}

function nameOf({ subject, viewers, lists = 0 }) {
  if (subject === 'scaffolder')
    return `${count(viewers)} of a task of the scaffolder each`;
  if (viewers > 0) return `${count(viewers)} of a run each`;
  return lists > 0 ? `${count(lists)} of the list` : 'nobody';
}
