import { aPayload } from 'backstage-plugin-workflow-runs-react/testing';
import { findInPayloads, payloadGroups } from './payloadGroups';

const items = [
  aPayload({ stepKey: 'b', value: { account: 'x' }, bytes: 5 }),
  aPayload({ stepKey: 'gone', value: null }),
  aPayload({ stepKey: 'a', direction: 'output', value: ['ACCOUNT', 1] }),
  aPayload({ stepKey: null, value: { plan: 'trial' } }),
  aPayload({ stepKey: 'b', direction: 'output', value: 2, bytes: 7 }),
];
const groups = payloadGroups(items, ['a', 'b']);

it('puts the run first, then steps as the definition has them', () => {
  expect(groups.map(({ key, bytes }) => [key, bytes])).toEqual([
    [null, 24],
    ['a', 24],
    ['b', 12],
    ['gone', 24],
  ]);
});

it('finds keys and values', () => {
  const found = findInPayloads(groups, 'account');
  expect(found).toMatchObject({ lines: 2, values: 2 });
  expect([...found.keys]).toEqual(['a', 'b']);
  expect(findInPayloads(groups, 'null').lines).toBe(1);
  expect(findInPayloads(groups, 'nowhere').lines).toBe(0);
});
