import { CSSProperties, ReactNode } from 'react';
import Paper from '@material-ui/core/Paper';
import { makeStyles } from '@material-ui/core/styles';
import {
  sizes,
  statusColorsOf,
  Tone,
  useStatusColors,
} from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      borderRadius: sizes.radius.card,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      // The dark theme tints outlined paper.
      backgroundColor: theme.palette.background.paper,
      overflow: 'hidden',
    },
    padded: { padding: `${sizes.cardPaddingY}px ${sizes.cardPaddingX}px` },
  }),
  { name: 'WorkflowRunsCard' },
);

/** A surface for one thing; named, so that it is a landmark. */
export function Card(props: {
  children: ReactNode;
  label?: string;
  padded?: boolean;
  tone?: Tone;
  style?: CSSProperties;
}) {
  const classes = useStyles();
  const colors = useStatusColors();
  return (
    <Paper
      elevation={0}
      component="section"
      aria-label={props.label}
      className={`${classes.root} ${props.padded ? classes.padded : ''}`}
      style={{
        ...(props.tone && { borderColor: colors[props.tone].line }),
        ...props.style,
      }}
    >
      {props.children}
    </Paper>
  );
}
