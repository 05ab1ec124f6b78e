import { toOwnerRef } from './ownerRef';

describe('toOwnerRef', () => {
  it.each([
    ['user:default/ada', 'user:default/ada'],
    ['User:Default/Ada.Lovelace', 'user:default/ada.lovelace'],
    ['group:platform', 'group:default/platform'],
    ['GROUP:acme/Platform-Team_1', 'group:acme/platform-team_1'],
    ['user:default/ada@example.com', 'user:default/ada@example.com'],
    ['user:default/größe', 'user:default/größe'],
  ])('writes %s as %s', (owner, ref) => {
    expect(toOwnerRef(owner)).toBe(ref);
  });

  it.each([
    '',
    ' ',
    'ada',
    'default/ada',
    'component:default/orders',
    'user:',
    'user:default/',
    'user:/ada',
    ':default/ada',
    'user:default/ada/lovelace',
    'user:default:ada',
    'user:default/ada lovelace',
    'user:default/ada\n',
    'user:default/token=abc',
    '__proto__:default/ada',
  ])('refuses %j, with field and rule', owner => {
    expect(() => toOwnerRef(owner)).toThrow(
      expect.objectContaining({
        name: 'InputError',
        violations: [
          expect.objectContaining({ pointer: '/owner', rule: 'entity_ref' }),
        ],
      }),
    );
  });
});
