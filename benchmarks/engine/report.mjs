import { table } from '../table.mjs';

/** The report as tables of Markdown. */
export function toTables(report) {
  const { machine } = report;
  return [
    `${machine.processors}, Node ${machine.node}, PostgreSQL ${machine.postgres}, ${machine.mode}, ${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after`,
    '### Steps per second',
    throughputTable(report),
    '### Processor time for each step: process + database server',
    processorTable(report),
    '### The limit: the same transactions without our code',
    limitTable(report),
    '### From a launch to the start of the first handler, idle',
    table(
      ['', 'p50', 'p99'],
      report.pickUp.map(({ subject, kind, p50, p99 }) => [
        `${subject}, ${kind}`,
        `${p50.toFixed(1)} ms`,
        `${p99.toFixed(1)} ms`,
      ]),
    ),
    '### One run alone: time for each step, from launch to end',
    stepCostTable(report),
    '### Waiting runs: share of one processor',
    table(
      ['', 'backend', 'database'],
      report.waiting.map(({ kind, runs, backend, database }) => [
        `${runs} waiting, ${kind}`,
        percent(backend),
        database === undefined ? '' : percent(database),
      ]),
    ),
  ].join('\n\n');
}

/** For each load, a way to its results. */
function byLoad({ throughput }) {
  const loads = throughput.filter(
    ({ subject, kind }) => subject === 'embedded' && kind === 'postgres',
  );
  return loads.map(({ steps, inFlight }) => ({
    name: `${steps} × ${inFlight}`,
    of: (subject, kind) =>
      throughput.find(
        result =>
          result.steps === steps &&
          result.inFlight === inFlight &&
          result.subject === subject &&
          result.kind === kind,
      ),
  }));
}

function processorTable(report) {
  const micros = ({ cpuMicrosPerStep, serverMicrosPerStep = 0, failure }) =>
    failure
      ? ''
      : `${Math.round(cpuMicrosPerStep)} + ${Math.round(
          serverMicrosPerStep,
        )} µs`;
  return table(
    [
      'steps × in flight',
      'ours, PostgreSQL',
      'DBOS',
      'openworkflow',
      'ours, SQLite',
    ],
    byLoad(report).map(({ name, of }) => [
      name,
      micros(of('embedded', 'postgres')),
      micros(of('dbos', 'postgres')),
      micros(of('openworkflow', 'postgres')),
      micros(of('embedded', 'sqlite')),
    ]),
  );
}

function throughputTable(report) {
  return table(
    [
      'steps × in flight',
      'ours, PostgreSQL',
      'DBOS',
      'ours ÷ DBOS',
      'openworkflow',
      'ours ÷ openworkflow',
      'ours, SQLite',
      'event loop late, p99 / max (PostgreSQL; SQLite)',
    ],
    byLoad(report).map(({ name, of }) => {
      const ours = of('embedded', 'postgres');
      const dbos = of('dbos', 'postgres');
      const openworkflow = of('openworkflow', 'postgres');
      const sqlite = of('embedded', 'sqlite');
      return [
        name,
        rate(ours),
        rate(dbos),
        ratio(ours, dbos),
        rate(openworkflow),
        ratio(ours, openworkflow),
        rate(sqlite),
        `${lateness(ours)}; ${lateness(sqlite)}`,
      ];
    }),
  );
}

function limitTable({ limits, throughput }) {
  return table(
    [
      'steps × in flight',
      'database',
      'ours',
      'limit in our batches',
      'ours ÷ limit',
      'limit without batches',
    ],
    limits
      .filter(({ batched }) => batched)
      .map(limit => {
        const isSameLoad = ({ steps, inFlight, kind }) =>
          steps === limit.steps &&
          inFlight === limit.inFlight &&
          kind === limit.kind;
        const ours = throughput
          .filter(({ subject }) => subject === 'embedded')
          .find(isSameLoad);
        const single = limits.filter(({ batched }) => !batched);
        return [
          `${limit.steps} × ${limit.inFlight}`,
          limit.kind,
          rate(ours),
          rate(limit),
          ratio(ours, limit),
          rate(single.find(isSameLoad)),
        ];
      }),
  );
}

function stepCostTable({ stepCost }) {
  return table(
    ['', ...new Set(stepCost.map(({ steps }) => `${steps} steps`))],
    [...new Set(stepCost.map(({ kind }) => kind))].map(kind => [
      kind,
      ...stepCost
        .filter(result => result.kind === kind)
        .map(({ microsPerStep }) => `${Math.round(microsPerStep)} µs`),
    ]),
  );
}

function rate({ stepsPerSecond, failure }) {
  return failure ?? String(Math.round(stepsPerSecond));
}

function ratio(ours, theirs) {
  if (ours.failure || theirs.failure) return '';
  return `**${(ours.stepsPerSecond / theirs.stepsPerSecond).toFixed(2)}**`;
}

function lateness({ loopDelay, failure }) {
  if (failure) return '';
  return `${loopDelay.p99.toFixed(0)} / ${loopDelay.max.toFixed(0)} ms`;
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
