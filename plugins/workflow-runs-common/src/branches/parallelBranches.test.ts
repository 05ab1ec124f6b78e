import { step, workflow } from '../machine/__fixtures__/workflows';
import { buildGraph } from '../machine/graph';
import { StepStatus, stepStatusSchema } from '../model/vocabulary';
import { branchesOf } from './branches';
import { branchStatus } from './branchStatus';
import { parallelBranches } from './parallelBranches';

describe('the status of a branch', () => {
  it.each<[StepStatus[], StepStatus]>([
    [['completed'], 'completed'],
    [['completed', 'skipped'], 'completed'],
    [['skipped'], 'skipped'],
    [['completed', 'pending'], 'pending'],
    [['completed', 'running', 'pending'], 'running'],
    [['running', 'paused'], 'paused'],
    [['running', 'retrying'], 'retrying'],
    [['retrying', 'waiting_human'], 'waiting_human'],
    [['waiting_human', 'failed'], 'failed'],
    [['completed', 'canceled'], 'canceled'],
    [['completed', 'compensated'], 'compensated'],
    [[], 'pending'],
  ])('of steps that are %j is %s', (statuses, expected) => {
    expect(branchStatus(statuses)).toBe(expected);
    expect(branchStatus([...statuses].reverse())).toBe(expected);
  });

  it.each(stepStatusSchema.options)('of one that is %s is that', status => {
    expect(branchStatus([status])).toBe(status);
  });
});

it('the branches of a run have their own steps, by number and key', () => {
  const graph = buildGraph(
    workflow([
      step('a'),
      step('b', ['a']),
      step('c', ['a']),
      step('b2', ['b']),
      step('d', ['b2', 'c']),
    ]),
  );
  const statusOf = new Map<string, StepStatus>([
    ['a', 'completed'],
    ['b', 'completed'],
    ['b2', 'running'],
    ['c', 'completed'],
    ['b:compensate', 'failed'],
  ]);

  expect(parallelBranches(graph, branchesOf(graph), statusOf)).toEqual([
    { branchId: 'b', steps: [2, 4], stepKeys: ['b', 'b2'], status: 'running' },
    { branchId: 'c', steps: [3], stepKeys: ['c'], status: 'completed' },
  ]);
});

it('a run without branches has none', () => {
  const graph = buildGraph(workflow([step('a'), step('b', ['a'])]));

  expect(parallelBranches(graph, branchesOf(graph), new Map())).toEqual([]);
});
