import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(
  theme => ({
    root: {
      // The framework sets another family on the body than the theme has.
      fontFamily: theme.typography.fontFamily,
      fontSize: 13,
      lineHeight: '20px',
      color: theme.palette.text.primary,
    },
  }),
  { name: 'WorkflowRunsSurface' },
);

/** Ground for our screens, wherever they are mounted. */
export function Surface(props: { children: ReactNode }) {
  return <div className={useStyles().root}>{props.children}</div>;
}
