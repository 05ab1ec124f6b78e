import { forwardRef, memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import ErrorIcon from '@material-ui/icons/Error';
import InfoIcon from '@material-ui/icons/Info';
import WarningIcon from '@material-ui/icons/Warning';
import BugReport from '@material-ui/icons/BugReport';
import { LogLine } from 'backstage-plugin-workflow-runs-common';
import {
  formatAbsolute,
  formatLogTime,
  monospace,
  RedactedText,
  sizes,
  statusColorsOf,
  useWords,
} from 'backstage-plugin-workflow-runs-react';
import { sourceOf } from './filterLogs';

const useStyles = makeStyles(
  theme => ({
    row: {
      position: 'absolute',
      top: 0,
      left: 0,
      minWidth: '100%',
      boxSizing: 'border-box',
      display: 'flex',
      alignItems: 'flex-start',
      gap: 16,
      padding: '0 12px',
      minHeight: sizes.logRow,
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: `${sizes.logRow}px`,
      whiteSpace: 'pre',
      fontVariantNumeric: 'tabular-nums',
    },
    wrap: {
      width: '100%',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    time: { flex: 'none', color: statusColorsOf(theme).quiet },
    level: {
      flex: 'none',
      width: 60,
      height: sizes.logRow,
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      '& svg': { fontSize: 12 },
    },
    source: {
      flex: 'none',
      width: 216,
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      color: statusColorsOf(theme).quiet,
    },
    message: { minWidth: 0 },
    fields: { color: statusColorsOf(theme).quiet },
    error: {
      backgroundColor: statusColorsOf(theme).failed.wash,
      '& $level': { color: statusColorsOf(theme).failed.text },
    },
    warn: { '& $level': { color: statusColorsOf(theme).waiting.text } },
  }),
  { name: 'WorkflowRunsLogRow' },
);

const icons: Record<string, typeof InfoIcon> = {
  debug: BugReport,
  info: InfoIcon,
  warn: WarningIcon,
  error: ErrorIcon,
};

interface LogRowProps {
  line: LogLine;
  index: number;
  top: number;
  wrap: boolean;
  timestamps: boolean;
  /** A step's own log need not name the step. */
  showSource: boolean;
  runWord: string;
}

/** A line of a log. */
export const LogRow = memo(
  forwardRef<HTMLDivElement, LogRowProps>(function LogRowContent(props, ref) {
    const { line, index, top, wrap, timestamps, showSource, runWord } = props;
    const classes = useStyles();
    const words = useWords();
    const Icon = icons[line.level] ?? InfoIcon;
    return (
      <div
        ref={ref}
        data-index={index}
        className={[
          classes.row,
          wrap ? classes.wrap : '',
          line.level === 'error' ? classes.error : '',
          line.level === 'warn' ? classes.warn : '',
        ].join(' ')}
        style={{ transform: `translateY(${top}px)` }}
      >
        {timestamps && (
          <span className={classes.time} title={formatAbsolute(line.at)}>
            {formatLogTime(line.at)}
          </span>
        )}
        <span className={classes.level}>
          <Icon aria-hidden />
          {words('level', line.level)}
        </span>
        {showSource && (
          <span className={classes.source} title={sourceOf(line, runWord)}>
            {sourceOf(line, runWord)}
          </span>
        )}
        <span className={classes.message}>
          <RedactedText text={line.message} />
          {line.fields && (
            <span className={classes.fields}>
              {' '}
              <RedactedText text={JSON.stringify(line.fields)} />
            </span>
          )}
        </span>
      </div>
    );
  }),
);
