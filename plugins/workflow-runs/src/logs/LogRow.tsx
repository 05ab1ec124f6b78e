import { forwardRef, memo } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import ErrorIcon from '@material-ui/icons/Error';
import InfoIcon from '@material-ui/icons/Info';
import WarningIcon from '@material-ui/icons/Warning';
import BugReport from '@material-ui/icons/BugReport';
import {
  LogLine,
  messageOf,
  sourceOf,
} from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  sizes,
  statusColorsOf,
  useFormats,
  useWords,
} from 'backstage-plugin-workflow-runs-react';
import { HighlightedText } from './HighlightedText';
import { logTime, LogTimes } from './logTimes';

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
      // What is in one line moves no other.
      contain: 'layout style',
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
    number: {
      flex: 'none',
      minWidth: 48,
      marginRight: -4,
      padding: 0,
      border: 'none',
      background: 'none',
      font: 'inherit',
      textAlign: 'right',
      cursor: 'pointer',
      color: statusColorsOf(theme).quiet,
      // Numbers are none of what the log says: they are not copied along.
      userSelect: 'none',
      '&:hover': { color: theme.palette.text.primary },
      '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}` },
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
    error: {
      backgroundColor: statusColorsOf(theme).failed.wash,
      '& $level': { color: statusColorsOf(theme).failed.text },
    },
    current: {
      backgroundColor: statusColorsOf(theme).selected,
      boxShadow: `inset 3px 0 ${theme.palette.primary.main}`,
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
  times: LogTimes;
  /** When the run began. */
  start: string;
  search: string;
  /** What a link or a search has led to. */
  current: boolean;
  /** Makes a link to it; without, it has no number. */
  onLink?: (line: number) => void;
  linkWord?: string;
  /** A step's own log need not name the step. */
  showSource: boolean;
  runWord: string;
}

/** A line of a log. */
export const LogRow = memo(
  forwardRef<HTMLDivElement, LogRowProps>(function LogRowContent(props, ref) {
    const { line, index, top, wrap, times, showSource, runWord } = props;
    const { search, start, current, onLink, linkWord } = props;
    const classes = useStyles();
    const words = useWords();
    const formats = useFormats();
    const Icon = icons[line.level] ?? InfoIcon;
    return (
      <div
        ref={ref}
        data-index={index}
        aria-current={current || undefined}
        className={[
          classes.row,
          wrap ? classes.wrap : '',
          line.level === 'error' ? classes.error : '',
          line.level === 'warn' ? classes.warn : '',
          current ? classes.current : '',
        ].join(' ')}
        style={{ transform: `translateY(${top}px)` }}
      >
        {onLink && (
          <button
            type="button"
            className={classes.number}
            // Ten thousand of them would be in the way of the keyboard.
            tabIndex={-1}
            title={linkWord}
            aria-label={linkWord}
            onClick={() => onLink(line.sequence)}
          >
            {line.sequence}
          </button>
        )}
        {times !== 'off' && (
          <span className={classes.time} title={formats.absolute(line.at)}>
            {logTime(line.at, times, start)}
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
          <HighlightedText text={messageOf(line)} search={search} />
        </span>
      </div>
    );
  }),
);
