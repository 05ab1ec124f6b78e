import { ReactNode } from 'react';
import Block from '@material-ui/icons/Block';
import Build from '@material-ui/icons/Build';
import CompareArrows from '@material-ui/icons/CompareArrows';
import DeleteForeverOutlined from '@material-ui/icons/DeleteForeverOutlined';
import FileCopyOutlined from '@material-ui/icons/FileCopyOutlined';
import ForumOutlined from '@material-ui/icons/ForumOutlined';
import Gavel from '@material-ui/icons/Gavel';
import HowToReg from '@material-ui/icons/HowToReg';
import NoteAddOutlined from '@material-ui/icons/NoteAddOutlined';
import Pause from '@material-ui/icons/Pause';
import PlayArrow from '@material-ui/icons/PlayArrow';
import Replay from '@material-ui/icons/Replay';
import Repeat from '@material-ui/icons/Repeat';
import StopOutlined from '@material-ui/icons/StopOutlined';
import { makeStyles } from '@material-ui/core/styles';
import { useNavigate } from 'react-router-dom';
import { usePermission } from '@backstage/plugin-permission-react';
import { retentionManagePermission } from 'backstage-plugin-workflow-runs-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionButton,
  hasEnded,
  RunSnapshot,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useCompareHref } from '../compare/useCompareUrl';
import { ActionsMenu, MenuAction } from '../layout/ActionsMenu';
import { HELD_CARD, QUESTIONS_CARD, ROLLBACK_CARD, showCard } from './cards';
import {
  actionOfOffer,
  failedStepOf,
  OfferId,
  offersOf,
  RUN_OFFERS,
} from '../operate/offers';
import { ACTIONS_MENU, useOperations } from '../operate/OperationsContext';
import { tellOffer, waysOf } from '../operate/ways';

const useStyles = makeStyles(
  {
    root: { display: 'flex', gap: 8, alignItems: 'center' },
    // What they say changes while the run goes on; where they stand does not.
    primary: { minWidth: 156 },
    secondary: { minWidth: 124 },
  },
  { name: 'WorkflowRunsRunActions' },
);

const icons: Record<OfferId, ReactNode> = {
  review: <HowToReg />,
  settle: <Gavel />,
  intervene: <Build />,
  pause: <Pause />,
  resume: <PlayArrow />,
  retry: <Replay />,
  rerun: <Repeat />,
  clone: <FileCopyOutlined />,
  tell: <ForumOutlined />,
  resolve: <NoteAddOutlined />,
  cancel: <Block />,
  terminate: <StopOutlined />,
};

/** What an operator most likely wants in the state that the run is in, then the rest. */
export function RunActions(props: { snapshot: RunSnapshot }) {
  const { snapshot } = props;
  const { run, steps } = snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const open = useOperations();
  const navigate = useNavigate();
  const compareHref = useCompareHref();
  const mayPurge = usePermission({ permission: retentionManagePermission });
  const offers = offersOf(run, steps);
  const failed = failedStepOf(run, steps);
  const { workflow } = useWorkflow(run.workflow.ref);
  const ways = waysOf(workflow?.capabilities);

  const take = (id: OfferId, opener: HTMLElement | null) => {
    switch (id) {
      case 'review':
        showCard(QUESTIONS_CARD);
        break;
      case 'settle':
        showCard(HELD_CARD);
        break;
      case 'intervene':
        showCard(ROLLBACK_CARD);
        break;
      case 'retry':
        open({ kind: 'retry', step: failed }, opener);
        break;
      default:
        open({ kind: id }, opener);
    }
  };
  const label = (id: OfferId) => {
    if (id === 'retry' && failed) {
      return t('operate.retryFrom', { number: String(failed.stepNumber) });
    }
    if (id === 'tell' && ways.length === 1) return t('operate.event.title');
    return t(`operate.offers.${id}`);
  };
  const offerOf = (id: OfferId) =>
    id === 'tell'
      ? tellOffer(run, ways)
      : run.allowedActions[actionOfOffer[id]];
  const button = (slot: 'primary' | 'secondary') => (
    <ActionButton
      className={classes[slot]}
      variant={slot === 'primary' ? 'contained' : 'outlined'}
      color="primary"
      startIcon={icons[offers[slot]]}
      action={offerOf(offers[slot])}
      onClick={event => take(offers[slot], event.currentTarget)}
    >
      {label(offers[slot])}
    </ActionButton>
  );
  const firstToEnd = Object.values(offers).includes('cancel')
    ? 'terminate'
    : 'cancel';
  // Whoever may read the run may do that.
  const compare: MenuAction = {
    id: 'compare',
    label: t('compare.lastGood'),
    icon: <CompareArrows />,
    action: { allowed: true, reason: null },
    divided: true,
    onChoose: () => navigate(compareHref(run.id)),
  };
  const purge: MenuAction = {
    id: 'purge',
    label: t('retention.purge'),
    icon: <DeleteForeverOutlined />,
    action: { allowed: true, reason: null },
    divided: true,
    onChoose: opener => open({ kind: 'purge' }, opener),
  };
  return (
    <div
      className={classes.root}
      role="group"
      aria-label={t('operate.actions')}
    >
      {button('secondary')}
      {button('primary')}
      <ActionsMenu
        id={ACTIONS_MENU}
        label={t('operate.menu')}
        items={[
          ...RUN_OFFERS.map(id => ({
            id,
            label: label(id),
            icon: icons[id],
            action: offerOf(id),
            divided: id === firstToEnd,
            tone: id === 'terminate' ? ('danger' as const) : undefined,
            elsewhere: id === offers.primary || id === offers.secondary,
            onChoose: (opener: HTMLElement | null) => take(id, opener),
          })),
          ...(hasEnded(run.status) ? [compare] : []),
          ...(hasEnded(run.status) && mayPurge.allowed ? [purge] : []),
        ]}
      />
    </div>
  );
}
