import { makeStyles, useTheme } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  UseBulkJobsResult,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { PanelBody } from '../layout/PanelBody';
import { SideDrawer } from '../layout/SideDrawer';
import { BulkJobCard } from './BulkJobCard';
import { BulkPanel } from './useBulkPanel';

const useStyles = makeStyles(
  {
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: 12,
      margin: 0,
      padding: '0 24px 24px',
      listStyle: 'none',
    },
  },
  { name: 'WorkflowRunsBulkJobsPanel' },
);

/** The latest bulk jobs of the reader: how far they are, and what has become of their runs. */
export function BulkJobsPanel(props: {
  panel: BulkPanel;
  list: UseBulkJobsResult;
  hrefOf: (runId: string) => string;
  onSelect: (runIds: string[]) => void;
  onClose: () => void;
}) {
  const { panel, list, hrefOf, onSelect, onClose } = props;
  const classes = useStyles();
  const { palette } = useTheme();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const isMissing =
    panel.jobId !== undefined &&
    !list.jobs.some(({ id }) => id === panel.jobId);
  return (
    <SideDrawer
      open={panel.isOpen}
      title={t('bulk.jobs')}
      width={520}
      backgroundColor={palette.background.default}
      close={t('bulk.close')}
      onClose={onClose}
      // The opener may be gone: who opens the panel knows where the focus goes.
      ModalProps={{ disableRestoreFocus: true }}
    >
      <PanelBody
        source={list}
        title={t('bulk.error')}
        rows={4}
        empty={
          list.jobs.length === 0 ? (
            <EmptyState title={t('bulk.empty')}>
              {t('bulk.emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        {isMissing && (
          <div style={{ padding: '0 24px' }}>
            <Notice tone="skipped">{t('bulk.missing')}</Notice>
          </div>
        )}
        <ul className={classes.list}>
          {list.jobs.map(job => (
            <BulkJobCard
              key={job.id}
              job={job}
              isMeant={job.id === panel.jobId}
              hrefOf={hrefOf}
              onSelect={onSelect}
            />
          ))}
        </ul>
      </PanelBody>
    </SideDrawer>
  );
}
