import { HistoryEvent, RunHistory } from '../../map';
import { readHistory } from '../sync/readHistory';
import { Asking } from './asking';

/** The history of an execution as far as it says which steps there are; what went in and came out stays encoded. */
export async function stepsOf(asking: Asking): Promise<RunHistory> {
  const { namespace, execution } = asking;
  const history = RunHistory.create(
    { namespace: namespace.name, ...execution },
    namespace.reader(),
  );
  await readHistory({
    ...asking,
    history,
    decode: events => namespace.decode(events.map(namesIn)),
  });
  return history;
}

/** Of what has payloads only markers of local activities name steps. */
function namesIn({ markerRecordedEventAttributes }: HistoryEvent): object {
  return { ...markerRecordedEventAttributes?.details, result: undefined };
}
