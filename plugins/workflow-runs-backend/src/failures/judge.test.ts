import { Visibility } from '../queries/condition';
import { judge } from './judge';

const known = {
  workflow: {
    ref: 'embedded/a',
    engine: 'embedded',
    tenantId: 'default',
    ownerRefs: ['group:default/a'],
  },
  environment: 'prod',
};
const fits = { field: 'owner' as const, values: ['group:default/a'] };
const fails = { field: 'engine' as const, values: ['other'] };
const unknown = { field: 'tag' as const, values: ['x'] };

it.each<[string, Visibility, boolean | undefined]>([
  ['everything', 'all', true],
  ['nothing', 'none', false],
  ['what the workflow is', fits, true],
  ['what it is not', fails, false],
  ['the environment', { field: 'environment', values: ['prod'] }, true],
  ['another environment', { field: 'environment', values: ['dev'] }, false],
  ['the run itself', unknown, undefined],
  ['its status', { field: 'status', values: ['failed'] }, undefined],
  ['both, and one is unknown', { allOf: [fits, unknown] }, undefined],
  ['both, and one is false', { allOf: [unknown, fails] }, false],
  ['one of them, and one is true', { anyOf: [unknown, fits] }, true],
  ['one of them, and none is true', { anyOf: [unknown, fails] }, undefined],
  ['the opposite of what is true', { not: fits }, false],
  ['the opposite of what is unknown', { not: unknown }, undefined],
  ['all of nothing', { allOf: [] as never }, true],
  ['one of nothing', { anyOf: [] as never }, false],
])('a condition on %s', (_, visibility, expected) => {
  expect(judge(visibility, known)).toBe(expected);
});
