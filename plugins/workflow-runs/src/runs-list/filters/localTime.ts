import { ViewFilterQuery } from 'backstage-plugin-workflow-runs-common';

/** An instant as a field of type `datetime-local` has it, in the reader's zone. */
export function toLocal(iso: string | undefined): string {
  if (!iso) return '';
  const time = new Date(iso);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** What such a field says, as a part of a filter; an empty one says nothing. */
export function fromLocal(
  name: 'from' | 'to',
  local: string,
): Pick<ViewFilterQuery, 'from' | 'to'> {
  return local === '' ? {} : { [name]: new Date(local).toISOString() };
}
