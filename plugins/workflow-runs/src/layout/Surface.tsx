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
      // What has the focus pulsates in Material-UI, for ever.
      '@media (prefers-reduced-motion: reduce)': {
        '& .MuiTouchRipple-child': { animation: 'none' },
      },
    },
  }),
  { name: 'WorkflowRunsSurface' },
);

/** Ground for our screens, wherever they are mounted. */
export function Surface(props: { children: ReactNode }) {
  return <div className={useStyles().root}>{props.children}</div>;
}
