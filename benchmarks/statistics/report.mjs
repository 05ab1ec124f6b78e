import { table } from '../table.mjs';

/** The report as tables of Markdown. */
export function toTables({ machine, busy, sizes, freshness }) {
  return [
    `${machine.processors}, Node ${machine.node}, PostgreSQL ${machine.postgres.server_version}, ${machine.mode}, ${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after.`,
    `### A workflow of ${count(
      90 * busy[0].runsPerDay,
    )} runs in 90 days: p50 / p95 in ms`,
    busyTable(busy),
    ...(sizes.length > 0 ? tablesOfSizes(sizes, freshness) : []),
  ].join('\n\n');
}

function tablesOfSizes(sizes, freshness) {
  return [
    '### Statistics beside the naive way: p50 / p95 in ms',
    answersTable(sizes),
    '### Counting, and what it takes',
    countingTable(sizes),
    '### How far statistics are behind',
    freshnessTable(freshness),
  ];
}

function busyTable(busy) {
  return table(
    ['', ...busy.map(({ kind, runs }) => `${kind}, among ${count(runs)}`)],
    busy[0].answers.map(({ what }, index) => [
      what,
      ...busy.map(({ answers }) => brief(answers[index])),
    ]),
  );
}

function answersTable(sizes) {
  const [{ answers }] = sizes;
  const named = sizes.flatMap(({ kind, runs }) => [
    `${count(runs)}, ${kind}`,
    'naive ÷ ours',
  ]);
  const naive = sizes.flatMap(({ answers: { naive: times } }) => [
    brief(times),
    '',
  ]);
  return table(
    ['', ...named],
    [
      ...answers.answers.map(({ what }, index) => [
        what,
        ...sizes.flatMap(({ answers: { answers: all, naive: slow } }) => {
          const times = all[index];
          const ratio = (slow.p50 / times.p50).toFixed(1);
          return [`${brief(times)}${note(times)}`, `**${ratio}**`];
        }),
      ]),
      ['counts, days and quantiles by SQL', ...naive],
    ],
  );
}

/** Where not all was looked at. */
function note({ coverage: { exact, scannedRuns } }) {
  if (!exact) return ` (in part: ${count(scannedRuns)} seen)`;
  return scannedRuns > 0 ? ` (${count(scannedRuns)} seen)` : '';
}

function countingTable(sizes) {
  return table(
    [
      'runs',
      'counted per second',
      'MB per million: by run',
      'sums',
      'all, beside runs and steps themselves',
    ],
    sizes.map(({ kind, runs, counting }) => {
      const { bytesPerMillion: bytes, bytesOfRuns, runsPerSecond } = counting;
      const all = Object.values(bytes).reduce((sum, value) => sum + value, 0);
      return [
        `${count(runs)}, ${kind}`,
        runsPerSecond === null ? '' : count(Math.round(runsPerSecond)),
        megabytes(bytes.statistics_runs),
        megabytes(bytes.statistics_buckets),
        `${megabytes(all)} of ${megabytes(bytesOfRuns)}: **${(
          (100 * all) /
          bytesOfRuns
        ).toFixed(0)} %**`,
      ];
    }),
  );
}

function freshnessTable(freshness) {
  return table(
    ['', 'events per second', 'behind, p50 / p95 / p99', 'runs counted'],
    freshness.map(({ kind, eventsPerSecond, behind, ended, counted }) => [
      kind,
      count(Math.round(eventsPerSecond)),
      `${ms(behind.p50)} / ${ms(behind.p95)} / ${ms(behind.p99)} ms`,
      `${count(counted)} of ${count(ended)}`,
    ]),
  );
}

function brief({ p50, p95 }) {
  return `${ms(p50)} / ${ms(p95)}`;
}

function ms(value) {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}

function count(value) {
  return value.toLocaleString('en-GB');
}
