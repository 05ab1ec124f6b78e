import { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BulkJob,
  MAX_BULK_RUNS,
  RunFilter,
  RunSort,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  useFormats,
  useRunCounts,
  UseRunsResult,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { BulkActions } from '../../bulk/BulkActions';
import { usePageKey } from '../../layout/usePageKey';
import { countWords } from '../dashboard/countWords';
import { CopyIdsButton } from './CopyIdsButton';
import { SELECT_ALL } from './RunTable';
import { Selection } from './selection';
import { SelectionBar } from './SelectionBar';

/** What can be done with the runs that are selected; where all that are shown are, all that match can be meant. */
export function SelectedRuns(props: {
  selection: Selection;
  runs: Pick<UseRunsResult, 'runs' | 'hasMore'>;
  filter: RunFilter;
  sort: RunSort;
  /** What is to be known of the list itself. */
  note: ReactNode;
  hrefOf: (runId: string) => string;
  onBulkJob: (job: BulkJob) => void;
}) {
  const { selection, runs, filter, sort, note, hrefOf, onBulkJob } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  // In the order of their durations, those that have not ended match and are not listed.
  const listsAll = sort !== 'duration' && sort !== '-duration';
  const isPageSelected = runs.runs.every(run => selection.ids.has(run.id));
  const offersAll =
    selection.all || (listsAll && runs.hasMore && isPageSelected);
  const matching = useRunCounts(filter, { enabled: offersAll }).countOf();
  const clear = () => {
    selection.selectAll([]);
    // The bar is gone, and with it what had the focus.
    setTimeout(() => document.getElementById(SELECT_ALL)?.focus());
  };
  usePageKey('Escape', clear);

  const all = matching ? countWords(matching, formats.locale) : '';
  const selected = selection.ids.size;
  const refusal = () => {
    if (Object.keys(filter).length === 0) return t('bulk.all.unfiltered');
    return matching && matching.count > MAX_BULK_RUNS
      ? t('bulk.all.tooMany', { most: formats.number(MAX_BULK_RUNS) })
      : null;
  };
  const refused = refusal();
  return (
    <SelectionBar
      label={
        selection.all
          ? t('bulk.all.selected', { runs: all })
          : t('list.selection.count', { count: selected })
      }
      actions={
        <>
          {offersAll && !selection.all && matching && (
            <ActionButton
              size="small"
              action={{ allowed: refused === null, reason: refused }}
              onClick={selection.takeAll}
            >
              {t('bulk.all.take', { runs: all })}
            </ActionButton>
          )}
          <BulkActions
            selection={selection}
            shown={runs.runs}
            filter={filter}
            count={selection.all ? all : formats.number(selected)}
            hrefOf={hrefOf}
            onStarted={job => {
              selection.selectAll([]);
              onBulkJob(job);
            }}
          />
          {!selection.all && <CopyIdsButton ids={selection.ids} />}
          {note}
        </>
      }
      onClear={clear}
    />
  );
}
