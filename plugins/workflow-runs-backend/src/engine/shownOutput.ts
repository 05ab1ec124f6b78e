import { Effect } from 'backstage-plugin-workflow-runs-common/machine';
import { PayloadRecord } from '../recorder/Transition';
import { LoadedRun } from './load';
import { beginningOf, jsonBytes } from './beginningOf';

/** What is stored of it to be shown is less: this leaves room for what is redacted. */
const MAX_BYTES = 256 * 1_024;

/**
 * What people may see of an output that no attempt has put out: that of a fan-out, which is made of
 * those of its items, and that of the run. The engine needs neither, for it can make them again.
 */
export function shownOutput(
  { values, state: { generation } }: Pick<LoadedRun, 'values' | 'state'>,
  effect: Effect,
): PayloadRecord | undefined {
  if (effect.type !== 'fact') return undefined;
  const { fact } = effect;
  const output = { item: -1, direction: 'output' as const, generation };
  if (fact.type === 'run.completed') {
    return { ...output, step: null, ...shown(values.runOutput()) };
  }
  if (fact.type === 'step.completed' && fact.items && fact.item === -1) {
    const { step } = fact;
    return { ...output, step, ...shown(values.outputOfStep(step) ?? null) };
  }
  return undefined;
}

/** All items together may put out more than one text can hold: the beginning will do. */
function shown(value: PayloadRecord['value']) {
  const bytes = jsonBytes(value);
  return bytes <= MAX_BYTES
    ? { value }
    : { value: beginningOf(value, MAX_BYTES), bytes };
}
