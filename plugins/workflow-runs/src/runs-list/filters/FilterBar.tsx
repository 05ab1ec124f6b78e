import { useRef, useState } from 'react';
import Popover from '@material-ui/core/Popover';
import { makeStyles } from '@material-ui/core/styles';
import Add from '@material-ui/icons/Add';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RunFilter,
  ViewFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { usePageKey } from '../../layout/usePageKey';
import { valuesOf } from '../address/values';
import { ChoiceList, PANEL_WIDTH } from './ChoiceList';
import { FilterChip } from './FilterChip';
import {
  AT_HAND,
  FilterId,
  filtersSet,
  isSet,
  OFFERED,
  without,
} from './filterKinds';
import { FilterPanel } from './FilterPanel';
import { useFilterWords } from './useFilterWords';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' },
    add: {
      height: sizes.chip + 4,
      padding: '0 12px',
      borderRadius: sizes.radius.pill,
      border: `1px dashed ${statusColorsOf(theme).control}`,
      fontSize: 13,
    },
    clear: { marginLeft: 'auto' },
    panel: { width: PANEL_WIDTH, marginTop: 4 },
  }),
  { name: 'WorkflowRunsFilterBar' },
);

/** Filters of the list; what they say stands in the address. */
export function FilterBar(props: {
  filter: ViewFilterQuery;
  /** What the view and the page set. */
  base: ViewFilterQuery;
  runFilter: RunFilter;
  onChange: (filter: ViewFilterQuery) => void;
}) {
  const { filter, base, runFilter, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { label, chosen } = useFilterWords();
  const addButton = useRef<HTMLSpanElement>(null);
  const [open, setOpen] = useState<{
    id: FilterId | 'add';
    anchor: HTMLElement;
  }>();
  const add = () =>
    addButton.current && setOpen({ id: 'add', anchor: addButton.current });
  usePageKey('/', add);

  // Where view and page leave one value, there is nothing to choose.
  const offered = (id: FilterId) =>
    id === 'time' || valuesOf(base, id).length !== 1;
  const shown = [
    ...AT_HAND,
    ...filtersSet(filter).filter(id => !AT_HAND.includes(id)),
  ].filter(offered);
  const close = () => setOpen(undefined);
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('list.filters.label')}
    >
      {shown.map(id => (
        <FilterChip
          key={id}
          label={label(id)}
          chosen={isSet(filter, id) ? chosen(filter, id) : ''}
          isOpen={open?.id === id}
          onOpen={anchor => setOpen({ id, anchor })}
          onRemove={() => onChange(without(filter, id))}
        />
      ))}
      <span ref={addButton}>
        <TextButton
          size="small"
          color="primary"
          className={classes.add}
          startIcon={<Add style={{ fontSize: 16 }} />}
          aria-haspopup="dialog"
          aria-expanded={open?.id === 'add'}
          aria-keyshortcuts="/"
          onClick={add}
        >
          {t('list.filters.add')}
        </TextButton>
      </span>
      {shown.some(id => isSet(filter, id)) && (
        <TextButton
          size="small"
          color="primary"
          className={classes.clear}
          onClick={() => onChange({})}
        >
          {t('list.filters.clear')}
        </TextButton>
      )}
      <Popover
        open={open !== undefined}
        anchorEl={open?.anchor}
        onClose={close}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        transitionDuration={120}
        PaperProps={{
          className: classes.panel,
          role: 'dialog',
          'aria-label':
            open && open.id !== 'add' ? label(open.id) : t('list.filters.add'),
        }}
      >
        {open?.id === 'add' && (
          <ChoiceList
            label={t('list.filters.find')}
            choices={OFFERED.filter(offered).map(id => ({
              value: id,
              label: label(id),
            }))}
            onChoose={id => setOpen({ ...open, id: id as FilterId })}
            empty={null}
          />
        )}
        {open && open.id !== 'add' && (
          <FilterPanel
            key={open.id}
            id={open.id}
            filter={filter}
            base={base}
            runFilter={runFilter}
            onChange={onChange}
            onClose={close}
          />
        )}
      </Popover>
    </div>
  );
}
