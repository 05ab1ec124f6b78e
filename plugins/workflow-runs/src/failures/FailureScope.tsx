import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FailureFilter,
  ViewFilterQuery,
  toFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  Tag,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { filtersSet } from '../runs-list/filters/filterKinds';
import { useFilterWords } from '../runs-list/filters/useFilterWords';

const useStyles = makeStyles(
  {
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      marginBottom: 12,
    },
  },
  { name: 'WorkflowRunsFailureScope' },
);

/** What the list is narrowed to by the link that led here, and the way to all that there is. */
export function FailureScope(props: {
  filter: FailureFilter;
  onClear: () => void;
}) {
  const { filter, onClear } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFilterWords();
  const { state: _, ...narrowing } = filter;
  const query = toFilterQuery(narrowing) as ViewFilterQuery;
  const ids = filtersSet(query);
  if (ids.length === 0) return null;
  return (
    <div className={classes.root}>
      {ids.map(id => (
        <Tag key={id}>
          {words.label(id)}: {words.chosen(query, id)}
        </Tag>
      ))}
      <TextButton size="small" color="primary" onClick={onClear}>
        {t('list.filters.clear')}
      </TextButton>
    </div>
  );
}
