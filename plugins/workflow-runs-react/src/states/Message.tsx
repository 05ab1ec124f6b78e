import { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { statusColorsOf } from '../theme';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexDirection: 'column',
      alignItems: 'center',
      gap: 8,
      padding: '40px 24px',
      textAlign: 'center',
    },
    dense: { padding: '20px 16px' },
    icon: { fontSize: 32, lineHeight: 0, color: statusColorsOf(theme).quiet },
    title: { fontSize: 16, fontWeight: 500, lineHeight: '24px' },
    text: {
      maxWidth: 560,
      fontSize: 14,
      lineHeight: '20px',
      color: statusColorsOf(theme).quiet,
      overflowWrap: 'anywhere',
    },
    actions: { display: 'flex', gap: 8, marginTop: 8 },
  }),
  { name: 'WorkflowRunsMessage' },
);

/** What the designed states have in common: icon, title, text, what to do. @public */
export interface MessageProps {
  title: string;
  icon?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  dense?: boolean;
  role?: 'status' | 'alert';
}

/** A designed state in the middle of a list or panel. @public */
export function Message(props: MessageProps) {
  const classes = useStyles();
  return (
    <div
      className={`${classes.root} ${props.dense ? classes.dense : ''}`}
      role={props.role}
    >
      {props.icon && (
        <span className={classes.icon} aria-hidden>
          {props.icon}
        </span>
      )}
      <Typography component="p" className={classes.title}>
        {props.title}
      </Typography>
      {props.children && (
        <Typography component="div" className={classes.text}>
          {props.children}
        </Typography>
      )}
      {props.actions && <div className={classes.actions}>{props.actions}</div>}
    </div>
  );
}
