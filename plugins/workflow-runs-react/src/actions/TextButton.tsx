import { ElementType } from 'react';
import Button, { ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
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
  }),
  { name: 'WorkflowRunsTextButton' },
);

/**
 * A button whose words read as they are written.
 *
 * @param props - `component` and `to`: for what leads elsewhere, and is a link
 * @public
 */
export function TextButton(
  props: ButtonProps & { component?: ElementType; to?: string },
) {
  const { className, ...rest } = props;
  const classes = useStyles();
  return (
    <Button
      // As in `ActionButton`: the outline shows the focus.
      disableFocusRipple
      {...rest}
      className={[classes.root, className ?? ''].join(' ')}
    />
  );
}
