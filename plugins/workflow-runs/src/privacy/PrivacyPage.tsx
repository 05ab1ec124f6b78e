import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PrivacyPolicy } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  TextButton,
  usePrivacyPolicies,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { PanelBody } from '../layout/PanelBody';
import { DeletePolicyDialog } from './DeletePolicyDialog';
import { DetectorsTable } from './DetectorsTable';
import { PoliciesTable } from './PoliciesTable';
import { PolicyDialog } from './PolicyDialog';

const useStyles = makeStyles(
  { root: { display: 'grid', gap: 16 }, body: { padding: '0 8px 8px' } },
  { name: 'WorkflowRunsPrivacyPage' },
);

/** What is open in front of the page. */
type Opened =
  | { dialog: 'new' }
  | { dialog: 'copy' | 'edit' | 'delete'; policy: PrivacyPolicy };

/** What is taken out of runs before they are stored, and what becomes of it. */
export function PrivacyPage() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = usePrivacyPolicies();
  const { policies, detectors } = source;
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = () => setOpened(null);
  const open =
    (dialog: 'copy' | 'edit' | 'delete') => (policy: PrivacyPolicy) =>
      setOpened({ dialog, policy });
  return (
    <div className={classes.root}>
      <Card label={t('privacy.policies')}>
        <CardTitle
          title={t('privacy.policies')}
          scope={t('privacy.policiesScope')}
        >
          <TextButton
            size="small"
            variant="outlined"
            color="primary"
            disabled={source.loading || source.updatedAt === 0}
            onClick={() => setOpened({ dialog: 'new' })}
          >
            {t('privacy.new')}
          </TextButton>
        </CardTitle>
        <PanelBody
          source={source}
          title={t('privacy.error')}
          rows={4}
          empty={
            policies.length === 0 ? (
              <EmptyState dense title={t('privacy.none')}>
                {t('privacy.noneHint')}
              </EmptyState>
            ) : undefined
          }
        >
          <div className={classes.body}>
            <PoliciesTable
              policies={policies}
              onEdit={open('edit')}
              onCopy={open('copy')}
              onDelete={open('delete')}
            />
          </div>
        </PanelBody>
      </Card>
      {detectors.length > 0 && (
        <Card label={t('privacy.detectors')}>
          <CardTitle
            title={t('privacy.detectors')}
            scope={t('privacy.detectorsScope')}
          />
          <div className={classes.body}>
            <DetectorsTable detectors={detectors} />
          </div>
        </Card>
      )}
      {opened && opened.dialog !== 'delete' && (
        <PolicyDialog
          policy={'policy' in opened ? opened.policy : undefined}
          isCopy={opened.dialog === 'copy'}
          detectors={detectors}
          onClose={close}
        />
      )}
      {opened?.dialog === 'delete' && (
        <DeletePolicyDialog policy={opened.policy} onClose={close} />
      )}
    </div>
  );
}
