import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  RedactedText,
  RunSnapshot,
  sizes,
  statusColorsOf,
  TextButton,
  Timestamp,
  useAnnotations,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { PanelBody } from '../layout/PanelBody';
import { NoteForm } from './NoteForm';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '12px 20px 16px', maxWidth: 880 },
    list: { listStyle: 'none', margin: '12px 0 0', padding: 0 },
    note: {
      padding: '10px 12px',
      marginBottom: 8,
      borderRadius: sizes.radius.control,
      backgroundColor: statusColorsOf(theme).well,
    },
    head: {
      display: 'flex',
      gap: 8,
      marginBottom: 2,
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
      '& strong': { fontWeight: 500, color: theme.palette.text.primary },
    },
    text: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
  }),
  { name: 'WorkflowRunsAnnotations' },
);

/** Notes that people have left at a run, newest first, and the place to leave one. */
export function AnnotationsPanel(props: { snapshot: RunSnapshot }) {
  const { run } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const notes = useAnnotations(run.id);
  return (
    <div className={classes.root}>
      <NoteForm run={run} />
      <PanelBody
        source={notes}
        title={t('annotations.error')}
        rows={3}
        empty={
          notes.items.length === 0 ? (
            <EmptyState dense title={t('annotations.empty')}>
              {t('annotations.emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <ul className={classes.list} aria-label={t('annotations.list')}>
          {notes.items.map(({ id, author, note, createdAt }) => (
            <li key={id} className={classes.note}>
              <div className={classes.head}>
                <strong title={author}>{entityName(author)}</strong>
                <Timestamp value={createdAt} />
              </div>
              <div className={classes.text}>
                <RedactedText text={note} />
              </div>
            </li>
          ))}
        </ul>
        {notes.hasMore && (
          <TextButton
            size="small"
            disabled={notes.loadingMore}
            onClick={notes.loadMore}
          >
            {t('annotations.more')}
          </TextButton>
        )}
      </PanelBody>
    </div>
  );
}
