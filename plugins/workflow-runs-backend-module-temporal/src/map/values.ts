import { Json, ObservedStep } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { eventTimeOf, HistoryEvent, Payloads } from './protobuf';

/** What a step was given: the one argument as it is, several as a list. */
export function inputOf(
  payloads: Payloads | null | undefined,
  reader: PayloadReader,
): Pick<ObservedStep, 'input'> {
  const values = reader.readAll(payloads);
  if (values.length === 0) return {};
  return { input: values.length === 1 ? values[0] : values };
}

/** What a step has put out by the event that it has ended with. */
export function resultOf(
  event: HistoryEvent | undefined,
  payloads: Payloads | null | undefined,
  reader: PayloadReader,
): Pick<ObservedStep, 'output'> {
  return event ? outputAt(eventTimeOf(event), payloads, reader) : {};
}

/** What was put out at a time; what returns nothing has put nothing out. */
export function outputAt(
  at: number,
  payloads: Payloads | null | undefined,
  reader: PayloadReader,
): Pick<ObservedStep, 'output'> {
  const values = reader.readAll(payloads);
  const value = values.length > 1 ? values : values[0] ?? null;
  return value === null ? {} : { output: { at, generation: 0, value } };
}

/** What a run was given, which has names: the fields of the one argument that is an object, or `args`. */
export function recordOf(
  payloads: Payloads | null | undefined,
  reader: PayloadReader,
  otherwise: 'args' | 'result',
): Record<string, Json> | undefined {
  const values = reader.readAll(payloads);
  if (values.length === 0) return undefined;
  const [first] = values;
  if (otherwise === 'result' && first === null) return undefined;
  const isRecord =
    values.length === 1 &&
    typeof first === 'object' &&
    first !== null &&
    !Array.isArray(first);
  if (isRecord) return first;
  return otherwise === 'args' ? { args: values } : { result: first };
}
