import { listFileName, runFileName } from './fileName';

const named = (name: string, id = 'run_01KARUN0000000000000ABCDEF') =>
  runFileName({ id, workflow: { name } }, 'json');

describe('the name of a file of a run', () => {
  it.each([
    ['orders', 'orders'],
    ['team/orders\\new', 'team_orders_new'],
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a "quoted"\r\nname', 'a _quoted_name'],
    ['\u202Etxt.exe', '_txt.exe'],
    ['C:*?<>|', 'C_'],
    ['größe 🚀', 'größe 🚀'],
    ['%41', '_41'],
    ['...', 'run'],
    [' . ', 'run'],
    ['', 'run'],
    ['x'.repeat(300), 'x'.repeat(80)],
    ['🚀'.repeat(300), '🚀'.repeat(80)],
  ])('of %j begins with %j', (name, safe) => {
    expect(named(name)).toBe(`${safe}-00ABCDEF.json`);
  });

  it('has the end of any id', () => {
    expect(named('orders', 'a/b')).toBe('orders-a_b.json');
  });
});

it('the name of a file of runs says when it was made', () => {
  expect(listFileName(Date.UTC(2026, 10, 21, 10, 15, 0, 123), 'csv')).toBe(
    'workflow-runs-20261121T101500Z.csv',
  );
});
