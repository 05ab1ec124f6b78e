import { Step } from '../model/run';
import { Tone, toneOf } from './tone';

/** More would be thinner than a reader can tell apart. */
const MOST_SEGMENTS = 40;

/** A stretch of the bar: how many steps wide, and what they are. @public */
export interface Segment {
  tone: Tone | 'pending';
  steps: number;
}

/**
 * The steps of a run as a bar: done, then failed, then running, then what is to come. Steps that were
 * skipped because another failed stay empty, for they are what did not happen.
 *
 * @public
 */
export function segmentsOf(steps: readonly Step[]): Segment[] {
  const order: Segment['tone'][] = [
    'completed',
    'failed',
    'waiting',
    'running',
    'skipped',
    'pending',
  ];
  const tones = steps.map(segmentTone);
  const counted = order
    .map(tone => ({ tone, steps: tones.filter(each => each === tone).length }))
    .filter(segment => segment.steps > 0);
  if (steps.length > MOST_SEGMENTS) return counted;
  return counted.flatMap(({ tone, steps: count }) =>
    Array.from({ length: count }, () => ({ tone, steps: 1 })),
  );
}

function segmentTone(step: Step): Segment['tone'] {
  if (step.status === 'pending') return 'pending';
  if (step.status === 'skipped') {
    return step.skipReason === 'condition' ? 'completed' : 'pending';
  }
  return toneOf(step.status);
}
