import { useState } from 'react';
import { useMutation } from '@tanstack/react-query';
import ListItemText from '@material-ui/core/ListItemText';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import GetApp from '@material-ui/icons/GetAppOutlined';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  AuditExportFormat,
  auditExportFormatSchema,
  AuditFilterQuery,
} from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  TextButton,
  workflowRunsApiRef,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { saveFile } from '../layout/saveFile';
import { useToasts } from '../layout/useToasts';

/** Saves all entries that fit the filter as a file: not only those that are shown. */
export function AuditExportButton(props: { filter: AuditFilterQuery }) {
  const { filter } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const api = useApi(workflowRunsApiRef);
  const toasts = useToasts();
  const [anchor, setAnchor] = useState<HTMLElement>();
  const close = () => setAnchor(undefined);
  const exported = useMutation({
    mutationFn: async (format: AuditExportFormat) => {
      const response = await api.exportAudit(filter, format);
      saveFile(await response.blob(), `workflow-runs-audit.${format}`);
    },
    onError: error =>
      toasts.post({
        status: 'danger',
        title: t('audit.export.failed', {
          message: describeError(error).message,
        }),
      }),
    onSettled: close,
  });
  return (
    <>
      <TextButton
        size="small"
        startIcon={<GetApp style={{ fontSize: 16 }} />}
        aria-haspopup="menu"
        style={{ alignSelf: 'flex-start', flexShrink: 0 }}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {exported.isPending ? t('audit.export.busy') : t('audit.export.button')}
      </TextButton>
      <Menu
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={close}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        MenuListProps={{ 'aria-label': t('audit.export.button') }}
      >
        {auditExportFormatSchema.options.map(format => (
          <MenuItem
            key={format}
            disabled={exported.isPending}
            onClick={() => exported.mutate(format)}
          >
            <ListItemText
              primary={t(`audit.export.${format}`)}
              secondary={t('audit.export.scope')}
            />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
