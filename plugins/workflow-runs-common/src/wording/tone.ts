import { AttemptStatus, RunStatus, StepStatus } from '../model/vocabulary';

/** What a status means to a reader; each one has its colours. @public */
export type Tone = 'completed' | 'running' | 'failed' | 'waiting' | 'skipped';

/** Any status; a newer backend may send one that we do not know. @public */
export type AnyStatus = RunStatus | StepStatus | AttemptStatus | (string & {});

const tones: Record<RunStatus | StepStatus | AttemptStatus, Tone> = {
  queued: 'skipped',
  pending: 'skipped',
  running: 'running',
  retrying: 'waiting',
  paused: 'waiting',
  waiting_human: 'waiting',
  canceling: 'waiting',
  completed: 'completed',
  compensated: 'skipped',
  failed: 'failed',
  lost: 'failed',
  canceled: 'skipped',
  skipped: 'skipped',
};

/** The tone of a status; neutral where it is unknown. @public */
export function toneOf(status: AnyStatus): Tone {
  return Object.hasOwn(tones, status)
    ? tones[status as keyof typeof tones]
    : 'skipped';
}

/** `some_new_status` as words, for what we have no words for. @public */
export function wordsOf(value: string): string {
  const words = value.replace(/[_-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
