import Check from '@material-ui/icons/Check';
import FileCopyOutlined from '@material-ui/icons/FileCopyOutlined';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useCopy } from '../../layout/useCopy';

/** Copies the ids of the selected runs, one on each line. */
export function CopyIdsButton(props: { ids: ReadonlySet<string> }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { copied, copy } = useCopy();
  const Icon = copied ? Check : FileCopyOutlined;
  return (
    <TextButton
      size="small"
      color="primary"
      startIcon={<Icon style={{ fontSize: 16 }} />}
      onClick={() => copy([...props.ids].join('\n'))}
    >
      {copied ? t('copy.done') : t('list.selection.copyIds')}
    </TextButton>
  );
}
