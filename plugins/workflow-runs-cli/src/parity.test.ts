import {
  type RouteId,
  routes,
  runQuerySchema,
} from 'backstage-plugin-workflow-runs-common';
import * as schemas from 'backstage-plugin-workflow-runs-common';
import * as vocabulary from './cli/vocabulary';
import { commands } from './commands';
import { bulkActions } from './commands/bulk/request';
import { filterOptions } from './commands/runs/filterOptions';

/** Operations that no command has, and why nobody misses one. */
const WITHOUT_COMMAND: Partial<Record<RouteId, string>> = {
  ingestEvents: 'engines tell of their runs by it, as services',
  listIngestCommands: 'engines ask by it what is wanted of their runs',
  answerIngestCommand: 'engines answer by it',
  downloadSignedArtifact: 'it is what `artifacts link` makes a link to',
  subscribe: 'browsers get hints by it; a terminal has a stream',
  unsubscribe: 'browsers get hints no more by it',
};

const commanded = new Set(commands.flatMap(command => command.routes));

describe('commands and the API', () => {
  it('have the same powers: each operation has a command, or a reason', () => {
    const missing = (Object.keys(routes) as RouteId[]).filter(
      id => !commanded.has(id) && !WITHOUT_COMMAND[id],
    );

    expect(missing).toEqual([]);
  });

  it('have no reasons for what has a command by now', () => {
    const needless = (Object.keys(WITHOUT_COMMAND) as RouteId[]).filter(
      id => commanded.has(id) || !(id in routes),
    );

    expect(needless).toEqual([]);
  });

  it('filter runs by the same names', () => {
    expect(Object.keys(filterOptions).sort()).toEqual(
      Object.keys(runQuerySchema.shape).sort(),
    );
  });

  it.each([
    ['runStatuses', schemas.runStatusSchema],
    ['errorCategories', schemas.errorCategorySchema],
    ['hitlStates', schemas.hitlStateSchema],
    ['slaStatuses', schemas.slaStatusSchema],
    ['priorities', schemas.prioritySchema],
    ['triggerTypes', schemas.triggerTypeSchema],
    ['logLevels', schemas.logLevelSchema],
    ['runSorts', schemas.runSortSchema],
  ] as const)('offer the same %s', (name, schema) => {
    expect(vocabulary[name]).toEqual(schema.options);
  });
});

it('bulk jobs have the same actions', () => {
  expect([...bulkActions].sort()).toEqual(
    [...schemas.bulkActionSchema.options].sort(),
  );
});

describe('commands', () => {
  it('have names of their own', () => {
    const names = commands.flatMap(({ path, aliases = [] }) => [
      path.join(' '),
      ...aliases.map(alias => [...path.slice(0, -1), alias].join(' ')),
    ]);

    expect(new Set(names).size).toBe(names.length);
  });

  it('have an example each, which begins with their name', () => {
    const without = commands.filter(
      ({ path, examples }) =>
        examples.length === 0 ||
        examples.some(({ line }) => !line.startsWith(path.join(' '))),
    );

    expect(without.map(({ path }) => path)).toEqual([]);
  });

  it('use a short name of an option for one thing each', () => {
    for (const { options = {} } of commands) {
      const letters = Object.values(options).flatMap(
        ({ short }) => short ?? [],
      );
      expect(new Set([...letters, 'q', 'h']).size).toBe(letters.length + 2);
    }
  });
});
