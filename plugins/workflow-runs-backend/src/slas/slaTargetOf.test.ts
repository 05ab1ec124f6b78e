import { SlaRule, slasSchema } from './config';
import { SlaSubject, slaTargetOf } from './slaTargetOf';

const MINUTE_MS = 60_000;
const RULES: SlaRule[] = [
  { workflow: '*', target: '1h' },
  { workflow: '*', environment: 'prod', target: '50m' },
  { workflow: 'embedded/orders', target: '40m' },
  { workflow: 'embedded/orders', environment: 'prod', target: '30m' },
];
const targetOf = (
  {
    annotated = null,
    defined,
    ref = 'embedded/orders',
    environment = 'prod',
    chunkOf,
  }: {
    annotated?: string | null;
    defined?: number;
    ref?: string;
    environment?: string;
    chunkOf?: string;
  },
  rules: readonly SlaRule[] = RULES,
) => {
  const subject: SlaSubject = {
    workflow: { ref, slaAnnotated: annotated },
    definition: {
      chunkOf,
      ...(defined && { sla: { targetMs: defined * MINUTE_MS } }),
    },
    environment,
  };
  const target = slaTargetOf(subject, rules);
  return target && [target.targetMs / MINUTE_MS, target.source];
};

it.each([
  ['the entity', { annotated: '10m', defined: 20 }, [10, 'annotation']],
  ['the definition', { defined: 20 }, [20, 'definition']],
  [
    'the definition, where the entity cannot be understood',
    { annotated: 'soon', defined: 20 },
    [20, 'definition'],
  ],
  ['the rule of workflow and environment', {}, [30, 'configuration']],
  [
    'the rule of the workflow before that of the environment',
    { environment: 'stage' },
    [40, 'configuration'],
  ],
  [
    'the rule of the environment before that of all',
    { ref: 'embedded/other' },
    [50, 'configuration'],
  ],
  [
    'the rule of all',
    { ref: 'embedded/other', environment: 'stage' },
    [60, 'configuration'],
  ],
  [
    'nothing, of a part of a run',
    { chunkOf: 'map', annotated: '10m' },
    undefined,
  ],
])('a run may take as long as is said by %s', (_, subject, target) => {
  expect(targetOf(subject)).toEqual(target);
});

it('a run of which nobody says how long it may take has no target', () => {
  expect(targetOf({}, [])).toBeUndefined();
});

it.each([
  [[{ workflow: 'orders', target: '1h' }]],
  [[{ workflow: '*', target: '999ms' }]],
  [[{ workflow: '*', target: '366d' }]],
  [[{ workflow: '*', target: 'PT1H' }]],
  [[{ workflow: '*' }]],
  [
    [
      { workflow: '*', target: '1h' },
      { workflow: '*', target: '2h' },
    ],
  ],
])('%j is refused', rules => {
  expect(slasSchema.safeParse(rules).success).toBe(false);
});
