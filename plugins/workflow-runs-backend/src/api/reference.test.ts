import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import {
  effectivenessSchema,
  permissionsOfRole,
  Role,
  ROLES,
  Route,
  routes,
  runDetailSchema,
  runSchema,
  stepSchema,
  workflowRunsPermissions,
} from 'backstage-plugin-workflow-runs-common';
import { runRules, workflowRules } from 'backstage-plugin-workflow-runs-node';

/** The cells of the tables in a page, as Markdown has them. */
const rowsOf = (file: string) =>
  readFileSync(join(__dirname, '../..', file), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line =>
      line
        .split('|')
        .slice(1, -1)
        .map(cell => cell.trim()),
    );
const routesOf = (file: string) =>
  rowsOf(file).filter(([first]) => /^`(GET|POST|PUT|DELETE) /.test(first));
const all = Object.entries(routes) as [string, Route][];
const nameOf = ({ method, path }: Route) =>
  `\`${method.toUpperCase()} ${path}\``;

it('docs/reference/api.md has the routes of the contract', () => {
  expect(routesOf('../../docs/reference/api.md')).toEqual(
    all.map(([id, route]) => [
      nameOf(route),
      `\`${id}\``,
      route.summary,
      route.permissions.map(name => `\`${name}\``).join(', '),
    ]),
  );
});

it('the README has them, too', () => {
  expect(routesOf('README.md')).toEqual(
    all.map(([, route]) => [nameOf(route), route.summary]),
  );
});

describe('docs/reference/model.md', () => {
  const page = readFileSync(
    join(__dirname, '../../../../docs/reference/model.md'),
    'utf8',
  );
  const fieldsUnder = (heading: string) => {
    const [, section] = page.split(`\n${heading}\n`);
    const [table] = section.split(/\n#+ /);
    return [...table.matchAll(/^\| `(\w+)` /gm)].map(([, name]) => name);
  };
  const ofDetail = Object.keys(runDetailSchema.shape);
  const ofRun = Object.keys(runSchema.shape);

  it.each([
    ['## Run', ofRun],
    ['### `effectiveness`', Object.keys(effectivenessSchema.shape)],
    ['### On its own page', ofDetail.filter(name => !ofRun.includes(name))],
    ['## Step', Object.keys(stepSchema.shape)],
  ])('%s has every field, in its order', (heading, fields) => {
    expect(fieldsUnder(heading)).toEqual(fields);
  });
});

describe('docs/reference/permissions.md', () => {
  const rows = rowsOf('../../docs/reference/permissions.md');

  it('has every permission, with the roles that hold it', () => {
    const held = (role: Role, name: string) =>
      permissionsOfRole(role).has(name) ? '✓' : '';
    const stated = rows.filter(([first]) =>
      first.startsWith('`workflow-runs.'),
    );

    expect(stated.map(cells => cells.slice(0, 7)).sort()).toEqual(
      workflowRunsPermissions
        .map(permission => [
          `\`${permission.name}\``,
          ...ROLES.map(role => held(role, permission.name)),
          isResourcePermission(permission) &&
          permissionsOfRole('operator').has(permission.name)
            ? 'its own'
            : '',
          isResourcePermission(permission)
            ? `\`${permission.resourceType}\``
            : '',
          `\`${permission.attributes.action}\``,
        ])
        .sort(),
    );
  });

  it('has every rule, with its parameter and what it is about', () => {
    const names = Object.values(workflowRules).map(({ name }) => name);
    const stated = rows.filter(([first]) => /^`[A-Z_]+`$/.test(first));

    expect(
      stated.map(([rule, parameter, , on]) => [rule, parameter, on]),
    ).toEqual(
      Object.values(runRules).map(({ name, paramsSchema }) => [
        `\`${name}\``,
        `\`${Object.keys((paramsSchema as z.ZodObject).shape).join()}\``,
        names.includes(name) ? '`workflow`, `workflow-run`' : '`workflow-run`',
      ]),
    );
  });
});
