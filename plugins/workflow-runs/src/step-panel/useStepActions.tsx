import Block from '@material-ui/icons/Block';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import FlashOn from '@material-ui/icons/FlashOn';
import Replay from '@material-ui/icons/Replay';
import SkipNext from '@material-ui/icons/SkipNext';
import Tune from '@material-ui/icons/Tune';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  RunSnapshot,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { MenuAction } from '../layout/ActionsMenu';
import { useOperations } from '../operate/OperationsContext';
import { definitionOf } from '../operate/outlook';
import {
  eventOf,
  forceOffer,
  isRetriedFromThere,
  operationOffer,
  operationsOf,
  retryOffer,
} from '../operate/stepOffers';
import { useStepRefusal } from '../operate/useStepRefusal';

/** All that can be done to a step, as a menu lists it. */
export function useStepActions(
  snapshot: RunSnapshot,
): (step: Step) => MenuAction[] {
  const { run } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const open = useOperations();
  const { workflow } = useWorkflow(run.workflow.ref);
  const definition = definitionOf(run, workflow);
  const said = useStepRefusal();
  const engine = workflow?.capabilities;
  const retryLabel = (step: Step) => {
    if (isRetriedFromThere(run, engine)) return t('stepActions.retryFromHere');
    return step.status === 'retrying'
      ? t('stepActions.tryNow')
      : t('stepActions.tryAgain');
  };
  const forceIcons = {
    skip: <SkipNext />,
    complete: <CheckCircleOutline />,
    fail: <Block />,
  };

  return step => [
    ...step.operations.map(
      (offered): MenuAction => ({
        id: `engine:${offered.name}`,
        label: t('operate.operation.menu', { title: offered.title }),
        icon: <Tune />,
        action: run.allowedActions.node_action,
        onChoose: opener =>
          open({ kind: 'step_operation', step, offered }, opener),
      }),
    ),
    {
      id: 'retry',
      label: retryLabel(step),
      icon: <Replay />,
      action: said(retryOffer(run, step, engine)),
      onChoose: opener => open({ kind: 'retry', step }, opener),
    },
    ...operationsOf(step, definition).map(
      (offered): MenuAction => ({
        id: `operation:${offered.name}`,
        label: t('operate.operation.menu', {
          title: offered.title ?? offered.name,
        }),
        icon: <Tune />,
        action: said(operationOffer(run, step)),
        onChoose: opener =>
          open({ kind: 'node_action', step, offered }, opener),
      }),
    ),
    ...[eventOf(step)].filter(isName).map(
      (name): MenuAction => ({
        id: 'event',
        label: t('operate.event.menu', { name }),
        icon: <FlashOn />,
        action: run.allowedActions.send_event,
        onChoose: opener => open({ kind: 'tell', event: name }, opener),
      }),
    ),
    ...(['skip', 'complete', 'fail'] as const).map(
      (to): MenuAction => ({
        id: to,
        label: t(`operate.force.${to}Menu`),
        icon: forceIcons[to],
        action: said(forceOffer(run, step, to)),
        divided: to === 'skip',
        onChoose: opener => open({ kind: 'force', step, to }, opener),
      }),
    ),
  ];
}

function isName(name: string | undefined): name is string {
  return name !== undefined;
}
