import { SavedView, ViewRequest } from 'backstage-plugin-workflow-runs-common';
import { FILTER_NAMES } from '../address/checkFilter';

/** What a view keeps of the list, beside its name. */
export type ViewContent = Pick<SavedView, 'filter' | 'sort' | 'columns'>;

/** Whether the list differs from the view that is open. */
export function isEdited(view: ViewContent, list: ViewContent): boolean {
  return (
    view.sort !== list.sort ||
    FILTER_NAMES.some(
      name => (view.filter[name] ?? '') !== (list.filter[name] ?? ''),
    ) ||
    // Columns of another screen are left as they are.
    (list.columns !== null &&
      JSON.stringify(view.columns) !== JSON.stringify(list.columns))
  );
}

/** What readers say of a view themselves. */
export interface ViewDetails {
  name: string;
  description: string;
  /** Empty: the reader's own. */
  owner: string;
}

/** A view as it is to be saved. */
export function requestOf(
  { name, description, owner }: ViewDetails,
  { filter, sort, columns }: ViewContent,
): ViewRequest {
  const whose = owner ? { owner } : {};
  return { name, description, ...whose, filter, sort, columns };
}
