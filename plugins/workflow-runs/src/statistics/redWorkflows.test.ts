import { Figures, Run } from 'backstage-plugin-workflow-runs-common';
import {
  aFigures,
  aRun,
  at,
} from 'backstage-plugin-workflow-runs-react/testing';
import { redWorkflows } from './redWorkflows';

const workflow = (id: string) => ({ ...aRun().workflow, id });
const of = (id: string, figures: Partial<Figures>) => ({
  workflow: workflow(id),
  figures: aFigures(figures),
});
const run = (id: string, second: number, status: Run['status']) =>
  aRun({
    id: `run_${second}`,
    workflow: workflow(id),
    status,
    completedAt: at(second),
  });
const sla = (met: number, breached: number) => ({
  sla: { met, breached, rate: met / (met + breached) },
});
const told = (found: ReturnType<typeof redWorkflows>) =>
  found.map(each => [each.workflow.id, each.reasons]);

describe('redWorkflows', () => {
  it('has those whose last run failed, however many there were', () => {
    const found = redWorkflows(
      [of('bad', { failed: 1 }), of('good', { completed: 1 })],
      [],
      [
        run('bad', 1, 'completed'),
        run('bad', 2, 'failed'),
        run('good', 3, 'failed'),
        run('good', 4, 'completed'),
      ],
    );
    expect(told(found)).toEqual([['bad', ['failedLast']]]);
    expect(found[0].lastFailure?.id).toBe('run_2');
  });

  it('asks the run before one that was canceled', () => {
    expect(
      told(
        redWorkflows(
          [of('a', { failed: 1, canceled: 1 })],
          [],
          [run('a', 2, 'canceled'), run('a', 1, 'failed')],
        ),
      ),
    ).toEqual([['a', ['failedLast']]]);
  });

  it('has those that fail or miss their target more than before', () => {
    expect(
      told(
        redWorkflows(
          [
            of('fails', { completed: 80, failed: 20 }),
            of('late', { completed: 100, ...sla(70, 30) }),
            of('same', { completed: 90, failed: 10, ...sla(90, 10) }),
          ],
          [
            of('fails', { completed: 95, failed: 5 }),
            of('late', { completed: 100, ...sla(90, 10) }),
            of('same', { completed: 90, failed: 10, ...sla(90, 10) }),
          ],
          [],
        ),
      ),
    ).toEqual([
      ['fails', ['failureRate']],
      ['late', ['sla']],
    ]);
  });

  it('says nothing of a few runs, nor of what was not there before', () => {
    expect(
      redWorkflows(
        [
          of('few', { completed: 2, failed: 10 }),
          of('new', { completed: 50, failed: 50 }),
        ],
        [of('few', { completed: 12 })],
        [],
      ),
    ).toEqual([]);
  });

  it('has the most urgent first', () => {
    const worse = { completed: 60, failed: 40 };
    const good = { completed: 100 };
    const found = redWorkflows(
      [
        of('worse', worse),
        of('failed last', { completed: 9, failed: 1 }),
        of('both', { completed: 90, failed: 10 }),
        of('failed last and mostly', { completed: 1, failed: 9 }),
      ],
      [of('worse', good), of('both', good)],
      [
        run('failed last', 1, 'failed'),
        run('both', 2, 'failed'),
        run('failed last and mostly', 3, 'failed'),
      ],
    );
    expect(found.map(each => each.workflow.id)).toEqual([
      'both',
      'failed last and mostly',
      'failed last',
      'worse',
    ]);
  });
});
