import { ConfigReader } from '@backstage/config';
import { readAccess, roleOf } from './access';

const read = (access: unknown) =>
  readAccess(new ConfigReader({ workflowRuns: { access } } as any));

describe('readAccess', () => {
  it('gives nobody a role, lets owners operate and allows the rest by default', () => {
    expect(readAccess(new ConfigReader({}))).toEqual({
      roles: { viewer: [], operator: [], admin: [] },
      ownersOperate: true,
      otherPermissions: 'allow',
    });
  });

  it('completes refs as the catalog writes them', () => {
    const { roles } = read({
      roles: { viewer: ['*', 'Group:Team-Data', 'user:staff/Mia'] },
    });
    expect(roles.viewer).toEqual([
      '*',
      'group:default/team-data',
      'user:staff/mia',
    ]);
  });

  it.each([
    [
      'a name without kind',
      { roles: { operator: ['group:a', 'team-data'] } },
      "workflowRuns.access.roles.operator[1]: must be '*', or the ref of a user or group such as group:default/team-data",
    ],
    [
      'a ref of another kind',
      { roles: { admin: ['component:default/x'] } },
      'workflowRuns.access.roles.admin[0]: must be',
    ],
    [
      'a single ref instead of a list',
      { roles: { admin: 'user:default/mia' } },
      'workflowRuns.access.roles.admin: Invalid input: expected array',
    ],
    [
      'an unknown role',
      { roles: { owner: [] } },
      'workflowRuns.access.roles: Unrecognized key: "owner"',
    ],
    [
      'an unknown answer for other permissions',
      { otherPermissions: 'maybe' },
      'workflowRuns.access.otherPermissions: Invalid option',
    ],
    [
      'a text instead of a boolean',
      { ownersOperate: 'yes' },
      'workflowRuns.access.ownersOperate: Invalid input: expected boolean',
    ],
  ])('refuses %s', (_, access, message) => {
    expect(() => read(access)).toThrow(message);
  });

  it('names every field at fault', () => {
    expect(() =>
      read({ ownersOperate: 1, roles: { viewer: ['x'], admin: ['y'] } }),
    ).toThrow(/viewer\[0\].*admin\[0\].*ownersOperate/);
  });
});

describe('roleOf', () => {
  const access = read({
    roles: {
      viewer: ['*'],
      operator: ['group:default/team-data'],
      admin: ['user:default/ada'],
    },
  });

  it.each([
    [['user:default/ada', 'group:default/team-data'], 'admin'],
    [['user:default/olaf', 'group:default/team-data'], 'operator'],
    [['user:default/vera'], 'viewer'],
  ])('takes the highest role that %p has', (refs, role) => {
    expect(roleOf(access, new Set(refs))).toBe(role);
  });

  it('knows no role where none is given', () => {
    expect(
      roleOf(readAccess(new ConfigReader({})), new Set(['user:default/vera'])),
    ).toBeUndefined();
  });
});
