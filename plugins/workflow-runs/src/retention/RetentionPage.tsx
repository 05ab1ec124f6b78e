import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useRetention,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { PanelBody } from '../layout/PanelBody';
import { RetentionEditor } from './RetentionEditor';
import { RetentionJobs } from './RetentionJobs';

const useStyles = makeStyles(
  { root: { display: 'flex', flexDirection: 'column', gap: 16 } },
  { name: 'WorkflowRunsRetentionPage' },
);

/** How long runs are kept, what that would delete, and what was deleted. */
export function RetentionPage() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useRetention();
  const { retention } = source;
  if (!retention) {
    return (
      <Card label={t('retention.title')}>
        <CardTitle title={t('retention.title')} scope={t('retention.scope')} />
        <PanelBody
          source={source}
          title={t('retention.error')}
          rows={6}
          empty={undefined}
        >
          {null}
        </PanelBody>
      </Card>
    );
  }
  return (
    <div className={classes.root}>
      <RetentionEditor retention={retention} source={source} />
      <RetentionJobs isScheduled={retention.isScheduled} />
    </div>
  );
}
