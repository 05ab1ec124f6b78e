import { Visibility } from '../queries/condition';
import { sightOf } from './sightOf';

const SERIES = {
  workflow: {
    ref: 'embedded/a',
    engine: 'embedded',
    tenantId: 'acme',
    ownerRefs: ['group:default/a'],
  },
  environment: 'prod',
};

const TRUE: any = { field: 'engine', values: ['embedded'] };
const FALSE: any = { field: 'engine', values: ['other'] };
const OPEN: any = { field: 'startedBy', values: ['user:default/ada'] };

it.each<[string, Visibility, boolean | undefined]>([
  ['everything', 'all', true],
  ['nothing', 'none', false],
  ['its workflow', { field: 'workflow', values: ['x/y', 'embedded/a'] }, true],
  ['another workflow', { field: 'workflow', values: ['embedded/b'] }, false],
  ['its owner', { field: 'owner', values: ['group:default/a'] }, true],
  ['another owner', { field: 'owner', values: ['group:default/b'] }, false],
  ['its tenant', { field: 'tenant', values: ['acme'] }, true],
  ['its environment', { field: 'environment', values: ['prod'] }, true],
  ['another environment', { field: 'environment', values: ['stage'] }, false],
  ['who launched it', OPEN, undefined],
  ['launched by nobody', { field: 'startedBy', values: [] }, false],
  ['a tag', { field: 'tag', values: ['x'] }, undefined],
  ['a status', { field: 'status', values: ['failed'] }, undefined],
  [
    'all statuses of what has ended',
    { field: 'status', values: ['failed', 'canceled', 'completed'] },
    true,
  ],
  ['what goes on', { field: 'status', values: ['running', 'none'] }, false],
  ['all of true and open', { allOf: [TRUE, OPEN] }, undefined],
  ['all of false and open', { allOf: [OPEN, FALSE] }, false],
  ['all of nothing', { allOf: [] } as never, true],
  ['any of true and open', { anyOf: [OPEN, TRUE] }, true],
  ['any of false and open', { anyOf: [FALSE, OPEN] }, undefined],
  ['any of nothing', { anyOf: [] } as never, false],
  ['not true', { not: TRUE }, false],
  ['not false', { not: FALSE }, true],
  ['not open', { not: OPEN }, undefined],
  ['not any of open and true', { not: { anyOf: [OPEN, TRUE] } }, false],
])('%s', (_, visibility, wanted) => {
  expect(sightOf(SERIES, visibility)).toBe(wanted);
});
