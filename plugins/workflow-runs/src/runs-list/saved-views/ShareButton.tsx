import Check from '@material-ui/icons/Check';
import LinkIcon from '@material-ui/icons/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useCopy } from '../../layout/useCopy';

/** Copies the address of the list: whoever opens it sees the same, as far as they may. */
export function ShareButton() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { copied, copy } = useCopy();
  const Icon = copied ? Check : LinkIcon;
  return (
    <TextButton
      size="small"
      variant="outlined"
      style={{ height: 32 }}
      startIcon={<Icon style={{ fontSize: 16 }} />}
      onClick={() => copy(window.location.href)}
    >
      {copied ? t('copy.done') : t('views.share')}
    </TextButton>
  );
}
