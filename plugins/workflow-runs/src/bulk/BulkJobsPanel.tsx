import Drawer from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  UseBulkJobsResult,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { PanelBody } from '../layout/PanelBody';
import { Surface } from '../layout/Surface';
import { BulkJobCard } from './BulkJobCard';
import { BulkPanel } from './useBulkPanel';

const TITLE = 'workflow-runs-bulk-jobs';

const useStyles = makeStyles(
  theme => ({
    paper: {
      boxSizing: 'border-box',
      width: 520,
      maxWidth: '100vw',
      backgroundColor: theme.palette.background.default,
    },
    head: {
      position: 'sticky',
      top: 0,
      zIndex: 1,
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'space-between',
      padding: '12px 12px 12px 24px',
      backgroundColor: theme.palette.background.default,
    },
    title: { margin: 0, fontSize: 18, lineHeight: '28px', fontWeight: 500 },
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: 12,
      margin: 0,
      padding: '0 24px 24px',
      listStyle: 'none',
    },
  }),
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
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const isMissing =
    panel.jobId !== undefined &&
    !list.jobs.some(({ id }) => id === panel.jobId);
  return (
    <Drawer
      anchor="right"
      open={panel.isOpen}
      onClose={onClose}
      // The opener may be gone: who opens the panel knows where the focus goes.
      ModalProps={{ disableRestoreFocus: true }}
      PaperProps={{
        className: classes.paper,
        role: 'dialog',
        'aria-modal': true,
        'aria-labelledby': TITLE,
      }}
    >
      <Surface>
        <div className={classes.head}>
          <h2 id={TITLE} className={classes.title}>
            {t('bulk.jobs')}
          </h2>
          <IconButton
            size="small"
            aria-label={t('bulk.close')}
            onClick={onClose}
          >
            <Close style={{ fontSize: 20 }} />
          </IconButton>
        </div>
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
      </Surface>
    </Drawer>
  );
}
