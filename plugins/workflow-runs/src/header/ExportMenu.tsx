import { ReactNode, useRef, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import Code from '@material-ui/icons/Code';
import DescriptionOutlined from '@material-ui/icons/DescriptionOutlined';
import GetApp from '@material-ui/icons/GetApp';
import LanguageOutlined from '@material-ui/icons/LanguageOutlined';
import MenuBook from '@material-ui/icons/MenuBook';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Run,
  RunExportFormat,
  runExportPermission,
} from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  useRunExport,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OpenMenu } from '../layout/ActionsMenu';
import { saveFile } from '../layout/saveFile';
import { useToasts } from '../layout/useToasts';

const formats: { id: RunExportFormat; icon: ReactNode; extension: string }[] = [
  { id: 'json', icon: <Code />, extension: 'json' },
  { id: 'ipynb', icon: <MenuBook />, extension: 'ipynb' },
  { id: 'markdown', icon: <DescriptionOutlined />, extension: 'md' },
  { id: 'html', icon: <LanguageOutlined />, extension: 'html' },
];

/** Takes the run out of the portal as a file. */
export function ExportMenu(props: { run: Run }) {
  const { run } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const fetchExport = useRunExport();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const { allowed, loading } = usePermission({
    permission: runExportPermission,
    resourceRef: run.id,
  });
  const action = {
    allowed,
    reason: loading
      ? t('exports.asking')
      : t('exports.refused', { permission: runExportPermission.name }),
  };
  const take = async (format: RunExportFormat, extension: string) => {
    const file = `${run.id}.${extension}`;
    try {
      saveFile(await fetchExport(run.id, format), file);
      toasts.post({
        status: 'success',
        title: t('exports.done', { file }),
        timeout: 5_000,
      });
    } catch (error) {
      const { message } = describeError(error);
      toasts.post({
        status: 'danger',
        title: t('exports.failed', { message }),
      });
    }
  };
  return (
    <>
      <Tooltip title={t('exports.menu')}>
        <IconButton
          ref={button}
          size="small"
          style={{ width: 36, height: 36 }}
          aria-label={t('exports.menu')}
          aria-haspopup="menu"
          aria-expanded={open}
          onClick={() => setOpen(true)}
        >
          <GetApp style={{ fontSize: 20 }} />
        </IconButton>
      </Tooltip>
      <OpenMenu
        anchor={open ? button.current : null}
        label={t('exports.menu')}
        onClose={() => setOpen(false)}
        items={formats.map(({ id, icon, extension }) => ({
          id,
          icon,
          label: t(`exports.${id}`),
          action,
          onChoose: () => take(id, extension),
        }))}
      />
    </>
  );
}
