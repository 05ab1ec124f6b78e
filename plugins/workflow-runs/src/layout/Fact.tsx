import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { statusColorsOf } from 'backstage-plugin-workflow-runs-react';

const useStyles = makeStyles(
  theme => ({
    root: { minWidth: 0 },
    label: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
      margin: 0,
    },
    value: {
      margin: '4px 0 0',
      fontSize: 13,
      lineHeight: '20px',
      fontWeight: 500,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
    },
    note: {
      margin: 0,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
    },
  }),
  { name: 'WorkflowRunsFact' },
);

/** A named value with a note: `Duration · 5:24 · started 14:31:05`. Belongs into a `dl`. */
export function Fact(props: {
  label: string;
  children: ReactNode;
  note?: ReactNode;
  title?: string;
}) {
  const classes = useStyles();
  return (
    <div className={classes.root} title={props.title}>
      <dt className={classes.label}>{props.label}</dt>
      <dd className={classes.value}>{props.children}</dd>
      {props.note && <dd className={classes.note}>{props.note}</dd>}
    </div>
  );
}
