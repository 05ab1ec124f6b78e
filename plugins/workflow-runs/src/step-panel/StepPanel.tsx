import { RefObject, useEffect, useRef, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Close from '@material-ui/icons/Close';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  RunSnapshot,
  sizes,
  statusColorsOf,
  StatusIcon,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PanelBoundary } from '../layout/Boundary';
import { LineTabPanel, LineTabs } from '../layout/LineTabs';
import { LogsPanel } from '../logs/LogsPanel';
import { StepPayloads } from '../payloads/StepPayloads';
import { StepActions, StepMenu } from './StepActions';
import { StepOverview } from './StepOverview';

const useStyles = makeStyles(
  theme => ({
    root: {
      flex: 'none',
      width: sizes.stepPanel,
      minHeight: 440,
      maxHeight: 680,
      display: 'flex',
      flexDirection: 'column',
      borderLeft: `1px solid ${statusColorsOf(theme).skipped.line}`,
      backgroundColor: theme.palette.background.paper,
      [theme.breakpoints.down('md')]: {
        // Beside the names there is no room: the panel lies over the time axis.
        position: 'absolute',
        zIndex: 3,
        right: 0,
        top: 0,
        bottom: 0,
        minHeight: 0,
        maxHeight: 'none',
        boxShadow: theme.shadows[8],
      },
    },
    head: {
      display: 'flex',
      alignItems: 'center',
      gap: 8,
      padding: '8px 8px 0 12px',
      minHeight: 44,
    },
    name: {
      flex: 1,
      margin: 0,
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 500,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
    },
    type: {
      fontSize: 12,
      fontWeight: 400,
      color: statusColorsOf(theme).quiet,
    },
    tabs: {
      padding: '0 2px',
      borderBottom: `1px solid ${statusColorsOf(theme).skipped.line}`,
    },
    body: {
      flex: 1,
      overflowY: 'auto',
      minHeight: 0,
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: -2,
      },
    },
  }),
  { name: 'WorkflowRunsStepPanel' },
);

const PANEL_TABS = ['overview', 'io', 'logs'] as const;
type PanelTab = (typeof PANEL_TABS)[number];
const TABS = 'workflow-runs-step';

/** All that is known of one step. */
export function StepPanel(props: {
  snapshot: RunSnapshot;
  step: Step;
  onClose: () => void;
}) {
  const { snapshot, step, onClose } = props;
  const classes = useStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [tab, setTab] = useState<PanelTab>('overview');
  const root = useRef<HTMLElement>(null);
  useEscape(root, onClose);
  return (
    <aside
      ref={root}
      className={classes.root}
      aria-label={t('panel.label', {
        number: String(step.stepNumber),
        name: step.name,
      })}
    >
      <div className={classes.head}>
        <StatusIcon status={step.status} title={words('status', step.status)} />
        <h3 className={classes.name} title={step.name}>
          {step.stepNumber} <bdi>{step.name}</bdi>{' '}
          <span className={classes.type}>{words('stepType', step.type)}</span>
        </h3>
        <StepMenu snapshot={snapshot} step={step} />
        <IconButton
          size="small"
          aria-label={t('panel.close')}
          onClick={onClose}
        >
          <Close style={{ fontSize: 18 }} />
        </IconButton>
      </div>
      <div className={classes.tabs}>
        <LineTabs
          dense
          label={t('panel.label', {
            number: String(step.stepNumber),
            name: step.name,
          })}
          idPrefix={TABS}
          value={tab}
          onChange={setTab}
          tabs={PANEL_TABS.map(id => ({ id, label: t(`panel.${id}`) }))}
        />
      </div>
      {/* It scrolls, and what is in it may have nothing that takes the focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.body} tabIndex={0}>
        <LineTabPanel id={tab} idPrefix={TABS}>
          <PanelBoundary key={tab} part={t(`panel.${tab}`)}>
            {tab === 'overview' && (
              <StepOverview snapshot={snapshot} step={step} />
            )}
            {tab === 'io' && (
              <StepPayloads runId={snapshot.run.id} step={step} />
            )}
            {tab === 'logs' && <LogsPanel snapshot={snapshot} step={step} />}
          </PanelBoundary>
        </LineTabPanel>
      </div>
      <StepActions snapshot={snapshot} step={step} />
    </aside>
  );
}

function useEscape(root: RefObject<HTMLElement>, onClose: () => void) {
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });
  useEffect(() => {
    const element = root.current;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close.current();
    };
    element?.addEventListener('keydown', onKeyDown);
    return () => element?.removeEventListener('keydown', onKeyDown);
  }, [root]);
}
