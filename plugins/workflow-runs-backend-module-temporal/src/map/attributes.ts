import { Json } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { fitting } from './names';
import { Payload } from './protobuf';

/** Search attributes that Temporal sets when a schedule has started a run. */
const SCHEDULED_BY = 'TemporalScheduledById';

type Fields = { [name: string]: Payload } | null | undefined;

interface Kept {
  searchAttributes?: { indexedFields?: Fields } | null;
  memo?: { fields?: Fields } | null;
}

/** Search attributes by their names, and what is in the memo by `memo.<name>`. */
export function attributesOf(
  { searchAttributes, memo }: Kept,
  reader: PayloadReader,
): Map<string, Json> {
  return new Map([
    ...readAll(searchAttributes?.indexedFields, '', reader),
    ...readAll(memo?.fields, 'memo.', reader),
  ]);
}

function readAll(
  fields: Fields,
  prefix: string,
  reader: PayloadReader,
): [string, Json][] {
  return Object.entries(fields ?? {}).map(([name, payload]) => [
    fitting(prefix + name),
    reader.read(payload),
  ]);
}

/** Adds what was upserted: null removes, and so does an empty list, which is how SDKs remove a search attribute. */
export function upsert(
  attributes: Map<string, Json>,
  changes: Map<string, Json>,
): void {
  for (const [name, value] of changes) {
    if (value === null || (Array.isArray(value) && value.length === 0)) {
      attributes.delete(name);
    } else {
      attributes.set(name, value);
    }
  }
}

/** What attributes say of who has started a run. */
export function triggerOf(
  attributes: ReadonlyMap<string, Json>,
): { triggerType: 'scheduled'; triggeredBy: string } | undefined {
  const schedule = attributes.get(SCHEDULED_BY);
  if (typeof schedule !== 'string' || schedule === '') return undefined;
  return { triggerType: 'scheduled', triggeredBy: schedule.slice(0, 512) };
}
