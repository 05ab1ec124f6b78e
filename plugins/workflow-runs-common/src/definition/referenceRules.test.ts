import { chain, step, workflow } from '../machine/__fixtures__/workflows';
import {
  approval,
  child,
  eachRun,
  map,
  problemsOf,
  wait,
  work,
} from './__fixtures__/steps';
import type { StepDefinition } from './steps';
import { findDefinitionProblems } from './validate';

const $ = ($ref: string) => ({ $ref });

describe('references', () => {
  const refersTo = (referred: string, dependsOn: string[]) =>
    findDefinitionProblems(
      workflow([
        step('a'),
        step('b', ['a']),
        step('other'),
        step('c', dependsOn, {
          when: { exists: $(`/steps/${referred}/output`) },
        }),
      ]),
    );

  it.each([
    ['b', ['b']],
    ['a', ['b']],
    ['a', ['other', 'b']],
  ])('may lead to %s from a step that depends on %j', (referred, dependsOn) => {
    expect(refersTo(referred, dependsOn)).toEqual([]);
  });

  it.each([
    ['b', ['a']],
    ['other', ['b']],
    ['c', ['b']],
    ['unknown', ['b']],
    ['constructor', ['b']],
    ['a', []],
  ])(
    'may not lead to %s from a step that depends on %j',
    (referred, dependsOn) => {
      expect(refersTo(referred, dependsOn)).toEqual([
        {
          step: 'c',
          pointer: '/steps/3/when',
          rule: 'reference-upstream',
          message: `refers to step '${referred}', which does not run before it`,
        },
      ]);
    },
  );
});

/** A step of each kind that reads the value in the field. */
const readers = (value: { $ref: string }): [string, StepDefinition][] => [
  ['/when', work('b', { when: { not: { eq: [1, value] } } })],
  ['/items', map('b', { items: value })],
  ['/each/input/x', map('b', { each: eachRun({ x: value }) })],
  ['/input/a~1b', child('b', { input: { 'a/b': value } })],
  ['/for/until', wait('b', { for: { until: value } })],
  ['/show/x', approval('b', { show: { x: value } })],
];
const FIELDS = readers($('/input')).map(([field]) => field);
const reader = (field: string, value: { $ref: string }) =>
  readers(value).find(([name]) => name === field)![1];

describe.each(FIELDS)('a reference at %s', field => {
  const before = work('a');

  it('may lead to the input', () => {
    expect(problemsOf([reader(field, $('/input/y'))])).toEqual([]);
  });

  it('may lead to a step before', () => {
    const value = $('/steps/a/output/y');

    expect(
      problemsOf([before, { ...reader(field, value), dependsOn: ['a'] }]),
    ).toEqual([]);
  });

  it('may not lead elsewhere, and the field is named', () => {
    expect(problemsOf([before, reader(field, $('/steps/a/output'))])).toEqual([
      `/steps/1${field}: reference-upstream: refers to step 'a', which does not run before it`,
    ]);
  });

  it('leads to an item only where a fan-out starts runs', () => {
    const found = problemsOf([reader(field, $('/item/y'))]);

    expect(found).toEqual(
      field === '/each/input/x'
        ? []
        : [
            `/steps/0${field}: reference-item: refers to an item, which only the input of a run that a fan-out starts may`,
          ],
    );
  });
});

it('names every field that refers to what is not there', () => {
  expect(
    problemsOf([
      map('a', {
        when: { in: [$('/steps/x/output'), $('/steps/y/output')] },
        items: $('/steps/z/output'),
      }),
    ]).map(problem => problem.split(',')[0]),
  ).toEqual([
    "/steps/0/when: reference-upstream: refers to step 'x'",
    "/steps/0/when: reference-upstream: refers to step 'y'",
    "/steps/0/items: reference-upstream: refers to step 'z'",
  ]);
});

it('may lead to a step that can be skipped', () => {
  const skippable = work('a', { when: { exists: $('/input/x') } });
  const after = work('b', {
    dependsOn: ['a'],
    when: { exists: $('/steps/a/output') },
  });

  expect(problemsOf([skippable, after])).toEqual([]);
});

describe('what a run puts out', () => {
  it('may be of any step', () => {
    const output = { x: $('/steps/a/output/x'), y: $('/input'), z: [1] };

    expect(problemsOf([work('a'), work('b')], { output })).toEqual([]);
  });

  it('is not of a step that there is not, or of an item', () => {
    const output = { 'x/y': $('/steps/c/output'), z: $('/item') };

    expect(problemsOf([work('a')], { output })).toEqual([
      "/output/x~1y: reference-known: refers to step 'c', which there is not",
      '/output/z: reference-item: refers to an item, which only the input of a run that a fan-out starts may',
    ]);
  });
});

describe('a definition of 10,000 steps', () => {
  const referring = (index: (i: number) => number) =>
    workflow(
      chain(10_000, i =>
        i > 0 ? { when: { exists: $(`/steps/s${index(i)}/output`) } } : {},
      ),
    );

  // Far more than it takes: a search for every reference takes several seconds.
  const PATIENCE_MS = 3_000;
  /** Of a processor, whatever else it does. */
  const spentMs = (before: NodeJS.CpuUsage) =>
    process.cpuUsage(before).user / 1_000;

  it.each([
    ['the step before', (i: number) => i - 1],
    ['a step half way up', (i: number) => Math.floor(i / 2)],
    ['the first step', () => 0],
  ])(
    'is judged without a search per step where each refers to %s',
    (_, index) => {
      const definition = referring(index);
      const before = process.cpuUsage();

      expect(findDefinitionProblems(definition)).toEqual([]);
      expect(spentMs(before)).toBeLessThan(PATIENCE_MS);
    },
  );

  it('is refused with every reference that leads down', () => {
    const problems = findDefinitionProblems(
      referring(i => Math.min(9_999, i + 1)),
    );

    expect(problems).toHaveLength(9_999);
    expect(problems[0]).toMatchObject({ step: 's1', pointer: '/steps/1/when' });
  });

  it('may ask ten thousand times', () => {
    const before = process.cpuUsage();
    const asking = chain(10_000).map(({ key, dependsOn }) =>
      approval(key, { dependsOn, timeout: { afterMs: 9, outcome: 'fail' } }),
    );

    expect(problemsOf(asking)).toEqual([]);
    expect(spentMs(before)).toBeLessThan(PATIENCE_MS);
  });
});
