import { RunCriterion } from 'backstage-plugin-workflow-runs-node';
import { overlapOf, Visibility } from './condition';

const mine: RunCriterion = { field: 'owner', values: ['user:default/ada'] };
const prod: RunCriterion = { field: 'environment', values: ['prod'] };

it.each<[Visibility, Visibility, Visibility]>([
  ['all', 'all', 'all'],
  ['all', 'none', 'none'],
  ['none', 'all', 'none'],
  ['none', mine, 'none'],
  [mine, 'none', 'none'],
  ['all', mine, mine],
  [mine, 'all', mine],
  [mine, { ...mine }, mine],
  [{ anyOf: [mine, prod] }, { anyOf: [mine, prod] }, { anyOf: [mine, prod] }],
  [mine, prod, { allOf: [mine, prod] }],
])('what is within %j and in %j is %j', (one, other, visibility) => {
  expect(overlapOf(one, other)).toEqual(visibility);
});
