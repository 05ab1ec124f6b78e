import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      minHeight: 32,
      padding: `12px ${sizes.cardPaddingX}px 8px`,
    },
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    scope: {
      flex: 1,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsCardTitle' },
);

/** What a card is about, what its content is of, and what can be done with it. */
export function CardTitle(props: {
  title: string;
  scope?: string;
  children?: ReactNode;
}) {
  const classes = useStyles();
  return (
    <div className={classes.root}>
      <h3 className={classes.title}>{props.title}</h3>
      <span className={classes.scope}>{props.scope}</span>
      {props.children}
    </div>
  );
}
