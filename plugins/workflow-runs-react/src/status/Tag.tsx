import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { sizes, statusColorsOf } from '../theme';

const useStyles = makeStyles(
  theme => ({
    tag: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 4,
      height: sizes.chip,
      maxWidth: 200,
      minWidth: 0,
      boxSizing: 'border-box',
      padding: '0 10px',
      borderRadius: sizes.radius.pill,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      fontSize: 12,
      lineHeight: '16px',
      color: theme.palette.text.primary,
      whiteSpace: 'nowrap',
    },
    small: {
      height: sizes.chipSmall,
      padding: '0 6px',
      borderRadius: sizes.radius.control,
    },
    words: { overflow: 'hidden', textOverflow: 'ellipsis' },
  }),
  { name: 'WorkflowRunsTag' },
);

/** A quiet outlined label: environment, version, priority, tag. @public */
export function Tag(props: {
  children: ReactNode;
  icon?: ReactNode;
  title?: string;
  size?: 'medium' | 'small';
}) {
  const classes = useStyles();
  return (
    <span
      className={`${classes.tag} ${
        props.size === 'small' ? classes.small : ''
      }`}
      title={props.title}
    >
      {props.icon}
      {/* People write it, in whichever direction. */}
      <bdi className={classes.words}>{props.children}</bdi>
    </span>
  );
}
