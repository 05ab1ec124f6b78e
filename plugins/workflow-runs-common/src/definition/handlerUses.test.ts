import { workflow } from '../machine/__fixtures__/workflows';
import { handlerUses } from './handlerUses';
import type { StepDefinition } from './steps';

const ref = (name: string, version = 1) => ({ name, version });
const tries = { retry: { kind: 'none' }, timeoutMs: 1_000 } as const;
const totals = (name: string) => ({
  name: 'totals',
  handler: ref(name),
  otherwise: 'fail' as const,
});
const undo = (name: string) => ({ ...tries, handler: ref(name, 2) });
const resend = (name: string) => ({
  name: 'resend',
  handler: ref(name),
  inputSchema: { type: 'object' },
  then: 'continue' as const,
});

/** Every kind of step, with all code that it can have. */
const steps: StepDefinition[] = [
  {
    ...tries,
    key: 'fetch',
    type: 'io',
    dependsOn: [],
    handler: ref('fetch', 3),
    validators: [totals('fetch_totals')],
    compensate: undo('fetch_compensate'),
    actions: [resend('fetch_resend')],
  },
  {
    key: 'each_row',
    type: 'map',
    dependsOn: [],
    items: [1],
    each: {
      ...tries,
      handler: ref('each_row'),
      validators: [totals('each_row_totals')],
    },
    concurrency: 1,
    compensate: undo('each_row_compensate'),
  },
  {
    key: 'each_run',
    type: 'map',
    dependsOn: [],
    items: [1],
    each: { workflow: 'other', input: {}, retry: tries.retry },
    concurrency: 1,
  },
  {
    key: 'other',
    type: 'child',
    dependsOn: [],
    workflow: 'other',
    input: {},
    retry: tries.retry,
    compensate: undo('other_compensate'),
  },
  { key: 'pause', type: 'wait', dependsOn: [], for: { durationMs: 1 } },
  {
    key: 'sign_off',
    type: 'approval',
    dependsOn: [],
    approvers: [],
    actions: [resend('sign_off_resend')],
  },
];

it('names all code of a definition, with its place', () => {
  const told = handlerUses(workflow(steps)).map(
    ({ kind, step: key, name, handler, pointer }) =>
      `${pointer}: ${kind} ${[key, name].filter(Boolean).join('.')} is ${
        handler.name
      }@${handler.version}`,
  );

  expect(told).toEqual([
    '/steps/0/handler: step fetch is fetch@3',
    '/steps/0/validators/0/handler: validator fetch.totals is fetch_totals@1',
    '/steps/0/compensate/handler: compensation fetch is fetch_compensate@2',
    '/steps/0/actions/0/handler: action fetch.resend is fetch_resend@1',
    '/steps/1/each/handler: step each_row is each_row@1',
    '/steps/1/each/validators/0/handler: validator each_row.totals is each_row_totals@1',
    '/steps/1/compensate/handler: compensation each_row is each_row_compensate@2',
    '/steps/3/compensate/handler: compensation other is other_compensate@2',
    '/steps/5/actions/0/handler: action sign_off.resend is sign_off_resend@1',
  ]);
});

it('names none where no step runs code', () => {
  expect(handlerUses(workflow([steps[2], steps[4]]))).toEqual([]);
});
