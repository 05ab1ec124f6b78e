import { useEffect, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import Check from '@material-ui/icons/Check';
import FileCopyOutlined from '@material-ui/icons/FileCopyOutlined';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from '../translation';

const CONFIRMATION_MS = 2_000;

/** Copies a text and says so. @public */
export function CopyButton(props: {
  /** A long one may be made when it is asked for. */
  text: string | (() => string);
  label: string;
}) {
  const { text, label } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), CONFIRMATION_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    await navigator.clipboard.writeText(
      typeof text === 'string' ? text : text(),
    );
    setCopied(true);
  };
  const Icon = copied ? Check : FileCopyOutlined;
  return (
    <Tooltip title={copied ? t('copy.done') : label}>
      <IconButton
        size="small"
        aria-label={label}
        onClick={event => {
          event.stopPropagation();
          copy().catch(() => {});
        }}
      >
        <Icon style={{ fontSize: 14 }} />
      </IconButton>
    </Tooltip>
  );
}
