import {
  RunFilter,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import { ChoicePanel } from './ChoicePanel';
import { FilterId, FILTERS } from './filterKinds';
import { TextPanel } from './TextPanel';
import { TimePanel } from './TimePanel';

/** What opens below a filter: the way to choose its values. */
export function FilterPanel(props: {
  id: FilterId;
  filter: ViewFilterQuery;
  base: ViewFilterQuery;
  runFilter: RunFilter;
  onChange: (filter: ViewFilterQuery) => void;
  onClose: () => void;
}) {
  const { id, ...rest } = props;
  const kind = FILTERS[id];
  if (id === 'time' || kind.as === 'time') return <TimePanel {...rest} />;
  if (kind.as === 'text') return <TextPanel field={kind.field} {...rest} />;
  return <ChoicePanel id={id} kind={kind} {...rest} />;
}
