import type { RunAction } from '../model/vocabulary';
import { ActionableRun, refusalOf } from './refusal';

const of = (status: string, more: Partial<ActionableRun> = {}) => ({
  status,
  pauseRequested: false,
  needsIntervention: false,
  blockedReason: null,
  ...more,
});

const OPEN = ['queued', 'running', 'paused', 'waiting_human', 'canceling'];
const ENDED = ['completed', 'failed', 'canceled'];

/** In which statuses an action makes sense, where nothing else is the matter. */
const ALLOWED: Record<RunAction, string[]> = {
  pause: ['running'],
  resume: ['paused'],
  cancel: ['queued', 'running', 'paused', 'waiting_human'],
  terminate: OPEN,
  retry: ['running', 'paused', ...ENDED],
  rerun: ENDED,
  clone: [...OPEN, ...ENDED],
  force: ['running', 'paused', 'waiting_human', 'canceling'],
  decide: ['running', 'paused', 'waiting_human', 'canceling'],
  node_action: ['running', 'paused', 'waiting_human', 'canceling'],
  send_event: OPEN,
  update: OPEN,
  resolve: ENDED,
  annotate: [...OPEN, ...ENDED],
  tag: [...OPEN, ...ENDED],
  assign: [...OPEN, ...ENDED],
};

describe('refusalOf', () => {
  it.each(
    Object.entries(ALLOWED).flatMap(([action, statuses]) =>
      [...OPEN, ...ENDED].map(
        status => [action, status, statuses.includes(status)] as const,
      ),
    ),
  )('%s of a run that is %s is allowed: %s', (action, status, isAllowed) => {
    const refusal = refusalOf(action as RunAction, of(status));

    expect(refusal === undefined).toBe(isAllowed);
  });

  it('does not pause twice, but takes the first back', () => {
    const pausing = of('running', { pauseRequested: true });

    expect(refusalOf('pause', pausing)).toBe('The run is pausing already');
    expect(refusalOf('resume', pausing)).toBeUndefined();
  });

  it('does not resume over a step that has failed', () => {
    const held = of('paused', { blockedReason: 'step_failed' });

    expect(refusalOf('resume', held)).toBe(
      'A step has failed: retry, skip, complete or fail it',
    );
    expect(refusalOf('retry', held)).toBeUndefined();
  });

  it('resumes what is poison', () => {
    expect(
      refusalOf('resume', of('paused', { blockedReason: 'poison' })),
    ).toBeUndefined();
  });

  it('lets a rollback that failed be retried and resolved, whatever the status', () => {
    for (const status of ['running', 'canceling']) {
      const run = of(status, { needsIntervention: true });
      expect(refusalOf('retry', run)).toBeUndefined();
      expect(refusalOf('resolve', run)).toBeUndefined();
    }
  });

  it('knows no action that a later version may know', () => {
    expect(refusalOf('teleport' as RunAction, of('running'))).toBe(
      "The action 'teleport' is not known here",
    );
  });
});
