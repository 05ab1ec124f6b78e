import { table } from '../table.mjs';
import { ASKERS, CLIENTS, LATER_PAGE } from './plan.mjs';

/** The report as tables of Markdown. */
export function toTables(report) {
  const { machine, sizes, scaffolder, recorder } = report;
  const largest = sizes.filter(({ kind }) => kind === 'postgres').at(-1);
  return [
    machineLine(machine, sizes),
    `### Pages of 50 at ${count(
      largest.runs,
    )} runs, one client: work, p50 / p95 / p99 in ms`,
    pageTable(largest, 1, ({ work }) => work),
    `### The same as it was seen, with what else the machine had to do: p50 / p95 / p99 in ms`,
    pageTable(largest, 1),
    `### The same with ${CLIENTS} clients, as it was seen: p50 / p95 / p99 in ms`,
    pageTable(largest, CLIENTS, undefined, [1]),
    '### The same pages as there are more runs: work at the first page, p50 / p95 in ms',
    flatnessTable(sizes),
    '### Pages that ended early, because too much was looked at',
    partialTable(sizes),
    '### A run, counts, facets: work, p50 / p95 in ms',
    detailTable(sizes),
    '### Naive ways, and the list of the scaffolder',
    floorTable(sizes, scaffolder),
    '### Recording, on one lane',
    recorderTable(recorder),
  ].join('\n\n');
}

function machineLine(machine, sizes) {
  const { server_version: version, ...settings } = machine.postgres;
  const stated = Object.entries(settings).map(entry => entry.join(' '));
  const loaded = sizes
    .filter(({ seedMs }) => seedMs !== null)
    .map(
      ({ kind, runs, seedMs }) =>
        `${count(runs)} on ${kind} in ${Math.round(seedMs / 1_000)} s`,
    );
  return [
    `${machine.processors}, Node ${
      machine.node
    }, PostgreSQL ${version} (${stated.join(', ')}), ${machine.mode}, ${
      machine.measuredAt
    };`,
    `load average ${machine.loadBefore} before, ${sizes
      .map(({ load }) => load)
      .join(', ')} after each size, ${machine.loadAfter} at the end.`,
    ...(loaded.length > 0 ? [`Loaded: ${loaded.join(', ')}.`] : []),
  ].join(' ');
}

/** For each list, what the first page and a later one take each asker. */
function pageTable(
  { pages },
  clients,
  timesOf = cell => cell,
  numbers = [1, LATER_PAGE],
) {
  const askers = Object.keys(ASKERS);
  const cellOf = (question, asker, page) =>
    pages.find(
      cell =>
        cell.question === question &&
        cell.asker === asker &&
        cell.page === page &&
        cell.clients === clients,
    );
  return table(
    [
      'filters',
      ...askers.flatMap(asker => numbers.map(page => `${asker}, page ${page}`)),
    ],
    questionsOf(pages).map(question => [
      question,
      ...askers.flatMap(asker =>
        numbers.map(page => times(cellOf(question, asker, page), timesOf)),
      ),
    ]),
  );
}

function flatnessTable(sizes) {
  const named = sizes.map(({ kind, runs }) => `${count(runs)}, ${kind}`);
  const cells = sizes[0].pages.filter(
    ({ page, clients }) => page === 1 && clients === 1,
  );
  return table(
    ['filters', 'asker', ...named],
    cells.map(({ question, asker }) => [
      question,
      asker,
      ...sizes.map(({ pages }) => {
        const cell = pages.find(
          other =>
            other.question === question &&
            other.asker === asker &&
            other.page === 1 &&
            other.clients === 1,
        );
        return brief(cell);
      }),
    ]),
  );
}

function partialTable(sizes) {
  const rows = sizes.flatMap(({ kind, runs, pages }) =>
    pages
      .filter(({ partial, clients }) => partial > 0 && clients === 1)
      .map(cell => [
        `${count(runs)}, ${kind}`,
        cell.question,
        cell.asker,
        cell.page,
        `${cell.partial} of ${cell.count}`,
        cell.items.toFixed(1),
        `${Math.round(cell.partialDays)} days`,
        brief(cell),
      ]),
  );
  if (rows.length === 0) return 'None.';
  return table(
    [
      'runs',
      'filters',
      'asker',
      'page',
      'how often',
      'runs on a page',
      'how far back',
      'work, p50 / p95',
    ],
    rows,
  );
}

function detailTable(sizes) {
  const whats = sizes[0].details
    .filter(({ clients }) => clients === 1)
    .map(({ what }) => what);
  return table(
    ['', ...sizes.map(({ kind, runs }) => `${count(runs)}, ${kind}`), 'answer'],
    whats.map(what => {
      const cells = sizes.map(({ details }) =>
        details.find(cell => cell.what === what && cell.clients === 1),
      );
      return [what, ...cells.map(brief), `${cells.at(-1).kilobytes} kB`];
    }),
  );
}

function floorTable(sizes, scaffolder) {
  return table(
    ['', 'rows', 'p50', 'p95'],
    [
      ...sizes.flatMap(({ kind, runs, floors }) =>
        floors.map(({ what, p50, p95 }) => [
          `${what}, ${kind}`,
          count(runs),
          ms(p50),
          ms(p95),
        ]),
      ),
      ...scaffolder.map(({ what, tasks, p50, p95 }) => [
        `scaffolder, ${what}`,
        count(tasks),
        ms(p50),
        ms(p95),
      ]),
    ],
  );
}

function recorderTable(results) {
  return table(
    [
      '',
      'events per second',
      'transitions per second',
      'processor time of an event: process + database server',
    ],
    results.map(
      ({
        kind,
        eventsPerSecond,
        transitionsPerSecond,
        processMicros,
        serverMicros = 0,
      }) => [
        kind,
        count(Math.round(eventsPerSecond)),
        count(Math.round(transitionsPerSecond)),
        `${Math.round(processMicros)} + ${Math.round(serverMicros)} µs`,
      ],
    ),
  );
}

function questionsOf(pages) {
  return [...new Set(pages.map(({ question }) => question))];
}

/** A page that there is not, a list being shorter, has no time. */
function times(cell, timesOf) {
  if (!cell) return '';
  const { p50, p95, p99 } = timesOf(cell) ?? cell;
  return `${ms(p50)} / ${ms(p95)} / ${ms(p99)}${cell.partial > 0 ? ' *' : ''}`;
}

function brief(cell) {
  if (!cell) return '';
  const { p50, p95 } = cell.work ?? cell;
  return `${ms(p50)} / ${ms(p95)}`;
}

function ms(value) {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

function count(value) {
  return value.toLocaleString('en-GB');
}
