import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Route, routes } from 'backstage-plugin-workflow-runs-common';

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
    )
    .filter(([first]) => /^`(GET|POST) /.test(first));
const all = Object.entries(routes) as [string, Route][];
const nameOf = ({ method, path }: Route) =>
  `\`${method.toUpperCase()} ${path}\``;

it('docs/reference/api.md has the routes of the contract', () => {
  expect(rowsOf('../../docs/reference/api.md')).toEqual(
    all.map(([id, route]) => [
      nameOf(route),
      `\`${id}\``,
      route.summary,
      route.permissions.map(name => `\`${name}\``).join(', '),
    ]),
  );
});

it('the README has them, too', () => {
  expect(rowsOf('README.md')).toEqual(
    all.map(([, route]) => [nameOf(route), route.summary]),
  );
});
