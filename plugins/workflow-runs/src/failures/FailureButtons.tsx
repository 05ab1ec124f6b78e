import { useState } from 'react';
import { ButtonProps } from '@material-ui/core/Button';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import MenuBook from '@material-ui/icons/MenuBook';
import Replay from '@material-ui/icons/Replay';
import Snooze from '@material-ui/icons/Snooze';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FailureAction,
  FailureGroup,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  sizes,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { FailureDialog } from './FailureDialog';
import { titleOf } from './useFailureWords';

const ICONS: Record<FailureAction, typeof Snooze> = {
  snooze: Snooze,
  resolve: CheckCircleOutline,
  reopen: Replay,
  runbook: MenuBook,
};

/** Buttons for what can be said of a group of failures, and the dialogs that ask for it. */
export function FailureButtons(props: {
  group: FailureGroup;
  actions: readonly FailureAction[];
  size?: ButtonProps['size'];
  variant?: ButtonProps['variant'];
}) {
  const { group, actions, size, variant } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [asked, setAsked] = useState<{
    action: FailureAction;
    opener: HTMLElement;
  }>();
  return (
    <>
      {actions.map(action => {
        const Icon = ICONS[action];
        const label = t(`failures.actions.${action}`);
        return (
          <ActionButton
            key={action}
            action={group.allowedActions[action]}
            size={size}
            variant={variant}
            color={variant ? undefined : 'primary'}
            startIcon={<Icon style={{ fontSize: sizes.icon }} />}
            aria-label={`${label}: ${titleOf(group)}`}
            onClick={event => setAsked({ action, opener: event.currentTarget })}
          >
            {label}
          </ActionButton>
        );
      })}
      {asked && (
        <FailureDialog
          group={group}
          action={asked.action}
          onClose={() => {
            setAsked(undefined);
            // The dialog has to be gone first: until then it keeps the focus.
            setTimeout(() => asked.opener.focus());
          }}
        />
      )}
    </>
  );
}
