import { table } from '../table.mjs';
import { BUDGETS } from './plan.mjs';

/** The report as tables of Markdown. */
export function toTables({ machine, dashboard, steps, logs, live, bundle }) {
  return [
    [
      machine.processors,
      `Node ${machine.node}`,
      `Chromium ${machine.chromium}`,
      machine.mode,
      `${machine.measuredAt}; load average ${machine.loadBefore} before, ${machine.loadAfter} after`,
    ].join(', '),
    '### The dashboard, from an empty cache',
    dashboardTable(dashboard),
    '### Steps',
    stepsTable(steps),
    '### Logs',
    logsTable(logs),
    '### Live updates',
    liveText(live),
    '### Scripts',
    bundleTable(bundle),
  ].join('\n\n');
}

function dashboardTable(dashboards) {
  return table(
    [
      'active runs',
      'usable, p50 / max',
      '÷ budget',
      'catalog’s table, p50',
      'ours ÷ catalog’s',
      'requests to us',
      'rows kept up to date',
      'longest task, shift meanwhile',
    ],
    dashboards.map(({ runs, dashboard, catalog, requests, watched }) => [
      runs,
      `${ms(median(dashboard))} / ${ms(Math.max(...dashboard))}`,
      ratio(median(dashboard), BUDGETS.dashboardCold),
      ms(median(catalog)),
      ratio(median(dashboard), median(catalog)),
      median(requests),
      watched.rows,
      `${ms(watched.longest)}, ${watched.shift.toFixed(3)}`,
    ]),
  );
}

function stepsTable(results) {
  return table(
    [
      'steps',
      'run page after its data, p50',
      '÷ budget',
      'Gantt drawn, p50 / max',
      '÷ budget',
      'table drawn, p50',
      'longest task scrolling, Gantt',
      '÷ budget',
      'longest task scrolling, table',
    ],
    results.map(({ steps, afterData, gantt, table: tables, scrolling }) => [
      steps,
      ms(median(afterData)),
      ratio(median(afterData), BUDGETS.runAfterData),
      `${ms(median(gantt))} / ${ms(Math.max(...gantt))}`,
      ratio(median(gantt), BUDGETS.gantt[steps]),
      ms(median(tables)),
      longTasks(scrolling.gantt),
      ratio(scrolling.gantt.longest, BUDGETS.longTask),
      longTasks(scrolling.table),
    ]),
  );
}

function logsTable(results) {
  return table(
    [
      'lines',
      'first lines, p50',
      'all lines, p50',
      'heap, p50',
      'longest task scrolling',
    ],
    results.map(({ lines, first, all, heapMb, scrolling }) => [
      lines,
      ms(median(first)),
      ms(median(all)),
      `${median(heapMb).toFixed(0)} MB`,
      longTasks(scrolling),
    ]),
  );
}

function liveText({ updates, heap, longest, over50, shift }) {
  const looks = heap
    .map(({ seconds, mb }) => `${seconds.toFixed(0)} s ${mb.toFixed(1)} MB`)
    .join(', ');
  return [
    `${updates} updates of progress with a log line each. Heap after a collection: ${looks}.`,
    `Longest task ${ms(
      longest,
    )}, ${over50} over 50 ms; layout shift ${shift.toFixed(3)}.`,
  ].join(' ');
}

function bundleTable(bundle) {
  return table(
    ['page', 'script', 'gzip', 'our own code in it, gzip'],
    Object.entries(bundle).flatMap(([page, { chunks, ownGzip, newGzip }]) => [
      ...chunks
        .filter(({ ownBytes }) => ownBytes > 0)
        .map(({ file, gzip, ownGzip: own }) => [page, file, kb(gzip), kb(own)]),
      [
        page,
        '**all**',
        `${kb(newGzip)} more than a page without us`,
        `**${kb(ownGzip)}**, ${ratio(
          ownGzip / 1_000,
          BUDGETS.listChunkKb,
        )} of the budget`,
      ],
    ]),
  );
}

function longTasks({ longest, over50 }) {
  return longest === 0 ? 'none over 50 ms' : `${ms(longest)} (${over50})`;
}

function median(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const ms = value => `${value.toFixed(0)} ms`;
const kb = bytes => `${(bytes / 1_000).toFixed(0)} kB`;
const ratio = (value, of) => `**${(value / of).toFixed(2)}**`;
