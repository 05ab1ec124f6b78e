import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import GetApp from '@material-ui/icons/GetAppOutlined';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RunFilter,
  RunsExportFormat,
  RunSort,
} from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  TextButton,
  workflowRunsApiRef,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { saveFile } from '../../layout/saveFile';
import { useToasts } from '../../layout/useToasts';

const FORMATS = ['csv', 'jsonl'] as const;

/** Saves all runs that fit the filter as a file: not only those that are shown or selected. */
export function ExportButton(props: { filter: RunFilter; sort: RunSort }) {
  const { filter, sort } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const api = useApi(workflowRunsApiRef);
  const toasts = useToasts();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  const exported = useMutation({
    mutationFn: async (format: RunsExportFormat) => {
      const response = await api.exportRuns(filter, format, { sort });
      saveFile(await response.blob(), `workflow-runs.${format}`);
    },
    onError: error =>
      toasts.post({
        status: 'danger',
        title: t('list.export.failed', {
          message: describeError(error).message,
        }),
      }),
    // A menu has room for nothing but its items: what became of it is said elsewhere.
    onSettled: close,
  });
  return (
    <>
      <TextButton
        size="small"
        startIcon={<GetApp style={{ fontSize: 16 }} />}
        aria-haspopup="menu"
        onClick={event => setAnchor(event.currentTarget)}
      >
        {exported.isPending ? t('list.export.busy') : t('list.export.button')}
      </TextButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        MenuListProps={{ 'aria-label': t('list.export.button') }}
      >
        {FORMATS.map(format => (
          <MenuItem
            key={format}
            disabled={exported.isPending}
            onClick={() => exported.mutate(format)}
          >
            <ListItemText
              primary={t(`list.export.${format}`)}
              secondary={t('list.export.scope')}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
