import { FailureState } from 'backstage-plugin-workflow-runs-common';
import { Tone } from 'backstage-plugin-workflow-runs-react';

/** What a state means to a reader; one that this version does not know means nothing. */
const TONES: Record<FailureState, Tone> = {
  open: 'failed',
  snoozed: 'waiting',
  resolved: 'completed',
};

export function toneOfState(state: FailureState): Tone {
  return TONES[state] ?? 'skipped';
}
