import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RunFilter,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  ErrorState,
  RowsSkeleton,
  useRunFacet,
  useWorkflows,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { makeStyles } from '@material-ui/core/styles';
import { statusColorsOf } from 'backstage-plugin-workflow-runs-react';
import { valuesOf, withValues } from '../address/values';
import { ChoiceList } from './ChoiceList';
import { FilterId, FilterKind } from './filterKinds';
import { useFilterWords } from './useFilterWords';

const useStyles = makeStyles(
  theme => ({
    note: {
      padding: '8px 12px',
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsChoicePanel' },
);

/** Chooses the values of a filter among those that runs have, with how many of them do. */
export function ChoicePanel(props: {
  id: Exclude<FilterId, 'time'>;
  kind: FilterKind & { as: 'choice' };
  filter: ViewFilterQuery;
  /** What the view sets; of a filter that it sets, only its values can be chosen. */
  base: ViewFilterQuery;
  /** What the list asks the API with. */
  runFilter: RunFilter;
  onChange: (filter: ViewFilterQuery) => void;
}) {
  const { id, kind, filter, base, runFilter, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { label, valueWords } = useFilterWords();
  const { workflows } = useWorkflows({ enabled: id === 'engine' });
  const facet = useRunFacet(kind.facet, runFilter);
  const chosen = valuesOf(filter, id);
  const within = valuesOf(base, id);

  if (facet.loading) {
    return <RowsSkeleton rows={4} rowHeight={32} onRetry={facet.reload} />;
  }
  if (facet.error && !kind.options) {
    return (
      <ErrorState
        dense
        error={facet.error}
        title={t('list.filters.error')}
        onRetry={facet.reload}
      />
    );
  }
  const counts = new Map(facet.values.map(each => [each.value, each.count]));
  const known =
    id === 'engine' ? workflows.map(each => each.engine) : kind.options ?? [];
  const values = [
    ...new Set([...chosen, ...counts.keys(), ...known, ...within]),
  ].filter(value => within.length === 0 || within.includes(value));
  const counted = facet.counted?.isMore ? facet.counted.count : undefined;

  const toggle = (value: string) => {
    const rest = chosen.filter(each => each !== value);
    if (rest.length < chosen.length) onChange(withValues(filter, id, rest));
    else
      onChange(
        withValues(filter, id, kind.single ? [value] : [...chosen, value]),
      );
  };
  return (
    <ChoiceList
      label={label(id)}
      choices={values.map(value => ({
        value,
        label: valueWords(id, value),
        count: kind.facet && !facet.error ? counts.get(value) ?? 0 : undefined,
      }))}
      selected={chosen}
      onChoose={toggle}
      freeLabel={
        kind.free ? text => t('list.filters.use', { text }) : undefined
      }
      empty={
        <p className={classes.note}>
          {kind.free ? t('list.filters.typeOne') : t('list.filters.noValues')}
        </p>
      }
      footer={
        counted !== undefined && (
          <p className={classes.note} style={{ margin: 0 }}>
            {t('list.filters.counted', { runs: String(counted) })}
          </p>
        )
      }
    />
  );
}
