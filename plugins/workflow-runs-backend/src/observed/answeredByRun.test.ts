import { EngineAction, RunStatus } from 'backstage-plugin-workflow-runs-common';
import { answeredByRun } from './answeredByRun';

it.each<[EngineAction, RunStatus, number, string | undefined]>([
  ['cancel', 'running', 0, undefined],
  ['cancel', 'canceled', 0, 'completed'],
  ['cancel', 'completed', 0, 'canceled'],
  ['terminate', 'canceled', 0, 'completed'],
  ['terminate', 'failed', 0, 'canceled'],
  ['pause', 'running', 0, undefined],
  ['pause', 'paused', 0, 'completed'],
  ['pause', 'failed', 0, 'canceled'],
  ['resume', 'paused', 0, undefined],
  ['resume', 'running', 0, 'completed'],
  ['resume', 'completed', 0, 'completed'],
  ['resume', 'canceled', 0, 'canceled'],
  ['retry', 'failed', 0, undefined],
  ['retry', 'running', 0, undefined],
  ['retry', 'running', 1, 'completed'],
  ['retry', 'completed', 1, 'completed'],
  ['update', 'running', 0, undefined],
  ['update', 'completed', 0, 'failed'],
  ['force', 'running', 0, undefined],
  ['force', 'completed', 0, 'canceled'],
])(
  'a %s of a run that is %s in passage %d is %s',
  (action, status, generation, outcome) => {
    const answered = answeredByRun(
      { action, generation: 0 },
      { status, generation },
    );
    expect(answered?.outcome).toBe(outcome);
  },
);
