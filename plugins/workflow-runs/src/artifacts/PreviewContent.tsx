import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  JsonView,
  monospace,
  sizes,
  statusColorsOf,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { Notice } from '../layout/Notice';
import { parseCsv, PreviewKind } from './preview';

const MOST_LINES = 1_000;
const MOST_ROWS = 200;

const useStyles = makeStyles(
  theme => ({
    text: {
      margin: 0,
      padding: 12,
      overflow: 'auto',
      maxHeight: '60vh',
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '20px',
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
      color: theme.palette.text.primary,
      borderRadius: sizes.radius.control,
      backgroundColor: statusColorsOf(theme).well,
    },
    table: { maxHeight: '60vh', overflow: 'auto' },
    image: { display: 'block', maxWidth: '100%', margin: '0 auto' },
  }),
  { name: 'WorkflowRunsPreview' },
);

/** What an artifact holds: the text of it, or for a picture its data URL. */
export function PreviewContent(props: {
  kind: PreviewKind;
  name: string;
  content: string;
}) {
  const { kind, name, content } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (kind === 'image') {
    return <img src={content} alt={name} className={classes.image} />;
  }
  if (kind === 'csv') return <Csv name={name} content={content} />;
  const value = kind === 'json' ? parsed(content) : undefined;
  if (value !== undefined) {
    return <JsonView value={value} label={name} maxHeight={520} />;
  }
  const lines = content.split('\n');
  return (
    <>
      {kind === 'json' && (
        <Notice tone="waiting">{t('artifacts.notJson')}</Notice>
      )}
      <pre
        className={classes.text}
        role="region"
        aria-label={name}
        // A region that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {lines.slice(0, MOST_LINES).join('\n')}
      </pre>
      {lines.length > MOST_LINES && (
        <Notice tone="skipped">
          {t('artifacts.previewCut', { number: String(MOST_LINES) })}
        </Notice>
      )}
    </>
  );
}

function Csv(props: { name: string; content: string }) {
  const { name, content } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [head = [], ...rows] = parseCsv(content, MOST_ROWS + 2);
  const shown = rows.slice(0, MOST_ROWS);
  return (
    <>
      <div
        className={classes.table}
        role="region"
        aria-label={name}
        // A region that scrolls must be reachable by keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        <DataTable<{ cells: string[]; index: number }>
          label={name}
          items={shown.map((cells, index) => ({ cells, index }))}
          idOf={({ index }) => String(index)}
          columns={head.map((label, column) => ({
            id: String(column),
            label,
            cell: ({ cells }) => cells[column] ?? '',
          }))}
        />
      </div>
      {rows.length > MOST_ROWS && (
        <Notice tone="skipped">
          {t('artifacts.previewCut', { number: String(MOST_ROWS) })}
        </Notice>
      )}
    </>
  );
}

function parsed(content: string): Json | undefined {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
