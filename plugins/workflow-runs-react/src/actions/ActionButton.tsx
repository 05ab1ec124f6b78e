import { MouseEvent, ReactNode, Ref } from 'react';
import Button, { ButtonProps } from '@material-ui/core/Button';
import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AllowedAction } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from '../translation';

/** How long a reason stays that was asked for by a touch, which cannot hover. */
const READING_MS = 4_000;

const useStyles = makeStyles(
  theme => ({
    root: {
      minHeight: 36,
      textTransform: 'none',
      fontWeight: 500,
      letterSpacing: 'normal',
      whiteSpace: 'nowrap',
      boxShadow: 'none',
      '&:focus-visible': {
        outline: `2px solid ${theme.palette.primary.main}`,
        outlineOffset: 2,
      },
    },
    small: { minHeight: 32 },
    // Looks disabled but can have the focus: its reason must be reachable by keyboard.
    refused: {
      '&, &:hover, &:focus': {
        color: theme.palette.text.disabled,
        backgroundColor: theme.palette.action.disabledBackground,
        borderColor: theme.palette.action.disabledBackground,
        cursor: 'not-allowed',
        boxShadow: 'none',
      },
    },
  }),
  { name: 'WorkflowRunsActionButton' },
);

/**
 * A button for something that may be refused. Where it is, it says why on hover and on focus.
 *
 * @public
 */
export function ActionButton(
  props: Omit<ButtonProps, 'action' | 'disabled' | 'onClick'> & {
    /** Undefined while it is not known: refused without a reason. */
    action: AllowedAction | undefined;
    onClick?: (event: MouseEvent<HTMLElement>) => void;
    busy?: boolean;
    /** What gets the focus back. */
    buttonRef?: Ref<HTMLButtonElement>;
    children: ReactNode;
  },
) {
  const {
    action,
    onClick,
    busy = false,
    children,
    buttonRef,
    ...button
  } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const allowed = action?.allowed === true && !busy;
  const reason = action?.allowed
    ? ''
    : action?.reason ?? t('actions.notAvailable');
  return (
    <Tooltip title={reason} enterTouchDelay={0} leaveTouchDelay={READING_MS}>
      <Button
        {...button}
        ref={buttonRef}
        className={[
          classes.root,
          button.size === 'small' ? classes.small : '',
          allowed ? '' : classes.refused,
          button.className ?? '',
        ].join(' ')}
        aria-disabled={!allowed}
        // The ripple of a focus fails where the button is drawn anew with the focus; the outline shows it.
        disableFocusRipple
        disableRipple={!allowed}
        onClick={event => {
          if (allowed) onClick?.(event);
          // It may be the submit button of a form.
          else event.preventDefault();
        }}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
