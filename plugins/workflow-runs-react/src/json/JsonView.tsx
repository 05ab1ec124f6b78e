import { useMemo, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextButton } from '../actions/TextButton';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { CopyButton } from '../ids';
import { monospace, sizes, statusColorsOf } from '../theme';
import { useFormats } from '../formats';
import { workflowRunsTranslationRef } from '../translation';
import { findInJson, JsonLine, jsonLines } from './jsonLines';
import { splitRedacted } from './redacted';
import { RedactedText } from './RedactedText';

const FIRST_LINES = 200;
/** More would hold up the page. */
const MOST_LINES = 5_000;
/** Nobody reads more of a single text. */
const MOST_CHARACTERS = 10_000;

const useStyles = makeStyles(
  theme => ({
    root: {
      position: 'relative',
      borderRadius: sizes.radius.control,
      backgroundColor: statusColorsOf(theme).well,
    },
    scroll: {
      margin: 0,
      padding: '8px 36px 8px 12px',
      overflow: 'auto',
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '20px',
      color: theme.palette.text.primary,
      // The portal's baseline gives pre elements a look of their own.
      background: 'none',
    },
    line: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
    found: {
      backgroundColor: statusColorsOf(theme).waiting.wash,
      boxShadow: `inset 3px 0 ${statusColorsOf(theme).waiting.fill}`,
    },
    literal: { color: statusColorsOf(theme).running.text },
    cut: { margin: 0, padding: '4px 12px 8px', fontSize: 12 },
    copy: { position: 'absolute', top: 4, right: 4 },
  }),
  { name: 'WorkflowRunsJsonView' },
);

/**
 * A JSON value, readable; what was redacted stands as a chip. Of one that is large it shows the beginning,
 * and says so.
 *
 * @public
 */
export function JsonView(props: {
  value: Json;
  /** Names what it is to a screen reader. */
  label: string;
  maxHeight?: number;
  /** Lines that contain it stand out. */
  search?: string;
}) {
  const { value, label, maxHeight = 480, search = '' } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [all, setAll] = useState(false);
  const begun = useMemo(() => jsonLines(value, MOST_LINES + 1), [value]);
  const isCut = begun.length > MOST_LINES;
  const lines = useMemo(() => begun.slice(0, MOST_LINES), [begun]);
  const found = useMemo(
    () => new Set(search === '' ? [] : findInJson(lines, search)),
    [lines, search],
  );
  // What was found must not be among what is not shown yet.
  const shown = all || found.size > 0 ? lines : lines.slice(0, FIRST_LINES);
  return (
    <div className={classes.root}>
      <pre
        className={classes.scroll}
        style={{ maxHeight }}
        aria-label={label}
        role="region"
        // A region that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {shown.map((line, index) => (
          <div
            key={index}
            className={`${classes.line} ${
              found.has(index) ? classes.found : ''
            }`}
          >
            {'  '.repeat(line.depth)}
            {line.key !== undefined &&
              `${JSON.stringify(beginningOf(line.key))}: `}
            <JsonValue line={line} className={classes.literal} />
            {line.comma && ','}
          </div>
        ))}
      </pre>
      {lines.length > shown.length && (
        <TextButton size="small" onClick={() => setAll(true)}>
          {t('json.more', { lines: String(lines.length - shown.length) })}
        </TextButton>
      )}
      {isCut && lines.length === shown.length && (
        <p className={classes.cut}>{t('json.cut')}</p>
      )}
      <span className={classes.copy}>
        <CopyButton
          text={() => JSON.stringify(value, null, 2)}
          label={t('copy.named', { what: label })}
        />
      </span>
    </div>
  );
}

function JsonValue(props: { line: JsonLine; className: string }) {
  const { value, bracket } = props.line;
  if (bracket !== undefined) return <>{bracket}</>;
  if (typeof value !== 'string') return <>{String(value)}</>;
  const removed = splitRedacted(beginningOf(value));
  const whole = removed.length === 1 && 'redacted' in removed[0];
  return (
    <span className={props.className}>
      <RedactedText text={whole ? value : JSON.stringify(beginningOf(value))} />
      {value.length > MOST_CHARACTERS && (
        <Cut characters={value.length - MOST_CHARACTERS} />
      )}
    </span>
  );
}

function beginningOf(text: string): string {
  return text.length > MOST_CHARACTERS
    ? `${text.slice(0, MOST_CHARACTERS)}…`
    : text;
}

/** How much of a text is not shown. */
function Cut(props: { characters: number }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  return (
    <em>
      {' '}
      {t('json.cutText', { characters: formats.number(props.characters) })}
    </em>
  );
}
