import IconButton from '@material-ui/core/IconButton';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import Visibility from '@material-ui/icons/VisibilityOutlined';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  CopyButton,
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { CopyLinkButton } from './CopyLinkButton';

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'absolute',
      top: 8,
      right: 8,
      height: 32,
      display: 'flex',
      alignItems: 'center',
      gap: 2,
      padding: '0 4px',
      boxSizing: 'border-box',
      borderRadius: sizes.radius.control,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      backgroundColor: theme.palette.background.paper,
      '& .MuiIconButton-root': { width: 26, height: 26, padding: 0 },
    },
  }),
  { name: 'WorkflowRunsRowActions' },
);

/** What one does with a run without opening it: look inside, copy its id or a link to it. */
export function RowActions(props: {
  run: Run;
  href: string;
  onGlance: (run: Run, anchor: HTMLElement) => void;
}) {
  const { run, href, onGlance } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <span className={classes.root} data-row-actions>
      <Tooltip title={t('list.glance')}>
        <IconButton
          size="small"
          aria-label={t('list.glance')}
          aria-haspopup="dialog"
          onClick={event => onGlance(run, event.currentTarget)}
        >
          <Visibility style={{ fontSize: 16 }} />
        </IconButton>
      </Tooltip>
      <CopyButton text={run.id} label={t('copy.runId')} />
      <CopyLinkButton href={href} />
    </span>
  );
}
