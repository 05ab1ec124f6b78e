import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import Check from '@material-ui/icons/Check';
import LinkIcon from '@material-ui/icons/Link';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { useCopy } from '../../layout/useCopy';

/** Copies the whole address of a page of the portal. */
export function CopyLinkButton(props: { href: string }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { copied, copy } = useCopy();
  const Icon = copied ? Check : LinkIcon;
  return (
    <Tooltip title={copied ? t('copy.done') : t('copy.link')}>
      <IconButton
        size="small"
        aria-label={t('copy.link')}
        onClick={() => copy(new URL(props.href, window.location.href).href)}
      >
        <Icon style={{ fontSize: 16 }} />
      </IconButton>
    </Tooltip>
  );
}
