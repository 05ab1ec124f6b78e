import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import {
  ErrorState,
  StaleNote,
  statusColorsOf,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from './Card';

const useStyles = makeStyles(
  theme => ({
    root: { marginBottom: 12 },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'baseline',
      gap: '0 8px',
      minHeight: 24,
      marginBottom: 4,
    },
    title: {
      margin: 0,
      fontSize: 14,
      lineHeight: '20px',
      fontWeight: 500,
      color: theme.palette.text.primary,
    },
    quiet: {
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    link: { marginLeft: 'auto', fontSize: 13 },
  }),
  { name: 'WorkflowRunsStrip' },
);

/** What a strip shows, as it was read. */
interface StripSource {
  error: unknown;
  /** In epoch milliseconds; 0 before the first time. */
  updatedAt: number;
  reload: () => void;
}

/** A few things above the list of runs that somebody has to look at, under a line that says what they are. */
export function Strip(props: {
  title: string;
  /** Of what it is. */
  note?: ReactNode;
  /** Where there is more of it. */
  link?: ReactNode;
  source: StripSource;
  /** What is said where it could not be read at all. */
  error: string;
  children: ReactNode;
}) {
  const { title, note, link, source, error, children } = props;
  const classes = useStyles();
  const failed = Boolean(source.error) && source.updatedAt === 0;
  return (
    <section className={classes.root} aria-label={title}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        {note && <span className={classes.quiet}>{note}</span>}
        {Boolean(source.error) && !failed && (
          <StaleNote
            since={source.updatedAt}
            error={source.error}
            onRetry={source.reload}
          />
        )}
        {link && <span className={classes.link}>{link}</span>}
      </div>
      {failed ? (
        <Card>
          <ErrorState
            dense
            error={source.error}
            title={error}
            onRetry={source.reload}
          />
        </Card>
      ) : (
        children
      )}
    </section>
  );
}
