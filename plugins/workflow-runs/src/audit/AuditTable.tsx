import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import {
  PagedRunPartResult,
  TextButton,
  Timestamp,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Column, DataTable } from '../layout/DataTable';
import { ActionReason } from './ActionReason';
import { ActorCell } from './ActorCell';
import { LaunchedRun, RunCell } from './RunCell';
import { OutcomeCell } from './OutcomeCell';
import { ThingName } from './ThingName';
import { useAuditWords } from './useAuditWords';
import { WhatChanged } from './WhatChanged';

const useStyles = makeStyles(
  {
    // What somebody has written at length is whole in the export, and under the pointer.
    reason: {
      display: '-webkit-box',
      overflow: 'hidden',
      WebkitBoxOrient: 'vertical',
      WebkitLineClamp: 4,
    },
  },
  { name: 'WorkflowRunsAuditTable' },
);

/** Entries of the audit trail, newest first, and a way to those before them. */
export function AuditTable(props: {
  label: string;
  items: AuditEntry[];
  pages: Pick<
    PagedRunPartResult<AuditEntry>,
    'hasMore' | 'loadingMore' | 'loadMore'
  >;
  /** What a step is called. */
  nameOfStep?: (key: string) => string;
  /** Entries are of many runs, or of none. */
  ofManyRuns?: true;
}) {
  const { label, items, pages, nameOfStep = key => key, ofManyRuns } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useAuditWords();
  const classes = useStyles();
  const runs: Column<AuditEntry>[] = ofManyRuns
    ? [
        {
          id: 'run',
          label: t('audit.run'),
          width: '20%',
          cell: entry => <RunCell entry={entry} />,
        },
      ]
    : [];
  return (
    <>
      <DataTable
        label={label}
        items={items}
        idOf={entry => entry.id}
        columns={[
          {
            id: 'at',
            label: t('audit.at'),
            width: 120,
            cell: entry => <Timestamp value={entry.at} />,
          },
          {
            id: 'actor',
            label: t('audit.actor'),
            cell: entry => <ActorCell entry={entry} />,
          },
          {
            id: 'action',
            label: t('audit.action'),
            width: '18%',
            cell: entry => (
              <>
                <strong>{words(entry)}</strong>
                {entry.stepKey &&
                  ` ${t('audit.onStep', { step: nameOfStep(entry.stepKey) })}`}
                <ThingName entry={entry} />
                <WhatChanged entry={entry} />
                <LaunchedRun entry={entry} />
              </>
            ),
          },
          ...runs,
          {
            id: 'reason',
            label: t('audit.reason'),
            width: ofManyRuns ? '22%' : '34%',
            cell: entry => (
              <div className={classes.reason} title={entry.reason ?? undefined}>
                <ActionReason reason={entry.reason} />
              </div>
            ),
          },
          {
            id: 'outcome',
            label: t('audit.status'),
            cell: entry => <OutcomeCell entry={entry} />,
          },
        ]}
      />
      {pages.hasMore && (
        <TextButton
          size="small"
          style={{ margin: 8 }}
          disabled={pages.loadingMore}
          onClick={pages.loadMore}
        >
          {t('audit.moreOf')}
        </TextButton>
      )}
    </>
  );
}
