import { ElementType } from 'react';
import Button, { ButtonProps } from '@material-ui/core/Button';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  {
    root: {
      textTransform: 'none',
      fontWeight: 500,
      letterSpacing: 'normal',
      whiteSpace: 'nowrap',
      boxShadow: 'none',
    },
  },
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
    <Button {...rest} className={[classes.root, className ?? ''].join(' ')} />
  );
}
