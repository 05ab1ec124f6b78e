import { map, problemsOf, tries, wait, work } from './__fixtures__/steps';

const ref = (name: string, version = 1) => ({ name, version });
const validator = (name: string, handler = ref(name)) => ({
  name,
  handler,
  otherwise: 'warn' as const,
});
const action = (name: string, inputSchema: {} = { type: 'object' }) => ({
  name,
  handler: ref(`do_${name}`),
  inputSchema,
  then: 'continue' as const,
});

describe('names', () => {
  it('of validators are taken once in a step', () => {
    const validators = [validator('x'), validator('y'), validator('x')];
    const message = `unique-validator: another validator of the step is called 'x' already`;

    expect(problemsOf([work('a', { validators })])).toEqual([
      `/steps/0/validators/2/name: ${message}`,
    ]);
    expect(
      problemsOf([map('a', { each: { ...tries('a'), validators } })]),
    ).toEqual([`/steps/0/each/validators/2/name: ${message}`]);
  });

  it('of actions are taken once in a step', () => {
    const actions = [action('x'), action('x')];

    expect(problemsOf([wait('a', { actions })])).toEqual([
      "/steps/0/actions/1/name: unique-action: another action of the step is called 'x' already",
    ]);
  });

  it('are taken in each step anew', () => {
    const step = { validators: [validator('x')], actions: [action('x')] };

    expect(problemsOf([work('a', step), work('b', step)])).toEqual([]);
  });
});

it.each([[{}], [{ type: 'array' }], [{ type: ['object', 'null'] }]])(
  'takes an object as input of an action, and not %j',
  inputSchema => {
    expect(
      problemsOf([work('a', { actions: [action('x', inputSchema)] })]),
    ).toEqual([
      '/steps/0/actions/0/inputSchema/type: input-object: the input of an action must be an object',
    ]);
  },
);

describe('code', () => {
  it('is shared by what does the same', () => {
    const shared = { handler: ref('shared'), compensate: tries('undo') };

    expect(problemsOf([work('a', shared), work('b', shared)])).toEqual([]);
  });

  it('is of one kind', () => {
    expect(
      problemsOf([
        work('a', { compensate: tries('a_compensate') }),
        work('a_compensate'),
        work('b', { validators: [validator('x', ref('a'))] }),
      ]),
    ).toEqual([
      '/steps/1/handler: unique-handler: a_compensate@1 is code of another kind already: see /steps/0/compensate/handler',
      '/steps/2/validators/0/handler: unique-handler: a@1 is code of another kind already: see /steps/0/handler',
    ]);
  });

  it('of another version is other code', () => {
    expect(
      problemsOf([work('a', { validators: [validator('x', ref('a', 2))] })]),
    ).toEqual([]);
  });

  it('has a name that is not too long', () => {
    const key = 'a'.repeat(60);

    expect(
      problemsOf([work(key, { compensate: tries(`${key}_compensate`) })]),
    ).toEqual([
      expect.stringMatching(
        /^\/steps\/0\/compensate\/handler\/name: schema: .*63 at most/,
      ),
    ]);
  });
});
