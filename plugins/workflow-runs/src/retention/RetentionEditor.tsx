import { useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  MAX_RETENTION_DAYS,
  Retention,
} from 'backstage-plugin-workflow-runs-common';
import {
  describeError,
  sizes,
  TextButton,
  useFormats,
  useRetentionChange,
  useRetentionPreview,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { Notice } from '../layout/Notice';
import { PanelBody, PanelSource } from '../layout/PanelBody';
import { useToasts } from '../layout/useToasts';
import { DraftProblem, fromDraft } from './draft';
import { HoldTags } from './HoldTags';
import { PolicyTable } from './PolicyTable';
import { PreviewCard } from './PreviewCard';
import { DraftEditor, useDraft } from './useDraft';
import { useRetentionWords } from './useRetentionWords';

const useStyles = makeStyles(
  {
    buttons: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      padding: `8px ${sizes.cardPaddingX}px 16px`,
    },
    notices: { padding: `0 ${sizes.cardPaddingX}px` },
    hint: { fontSize: 12 },
  },
  { name: 'WorkflowRunsRetentionEditor' },
);

/** Policies and tags of legal holds: they are previewed as they are typed, and then saved. */
export function RetentionEditor(props: {
  retention: Retention;
  source: PanelSource;
}) {
  const { retention, source } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const editor = useDraft(retention);
  const preview = useRetentionPreview();
  const change = useRetentionChange();
  const toasts = useToasts();
  /** What the preview is of. */
  const [previewed, setPreviewed] = useState<string>();
  const isPreviewed = previewed === editor.text;
  const hasProblems = editor.problems.length > 0;
  const look = () => {
    setPreviewed(editor.text);
    preview.send(fromDraft(editor.draft));
  };
  const save = () =>
    change.send({ ...fromDraft(editor.draft), revision: retention.revision });
  useEffect(() => {
    if (change.phase !== 'done') return;
    change.reset();
    editor.discard();
    toasts.post({ status: 'success', title: t('retention.saved') });
    // Tells once that it is saved, whatever else changes.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [change.phase]);
  const refusal = () => {
    if (!editor.isChanged) return t('retention.unchanged');
    const isKnown = isPreviewed && preview.phase === 'done';
    return hasProblems || isKnown ? undefined : t('retention.previewFirst');
  };
  const because = refusal();
  return (
    <>
      <Card label={t('retention.title')}>
        <CardTitle title={t('retention.title')} scope={t('retention.scope')}>
          <TextButton size="small" color="primary" onClick={editor.add}>
            {t('retention.addPolicy')}
          </TextButton>
        </CardTitle>
        <PanelBody
          source={source}
          title={t('retention.error')}
          rows={6}
          empty={undefined}
        >
          <PolicyTable
            given={retention.policies.filter(
              ({ origin }) => origin !== 'database',
            )}
            editor={editor}
          />
        </PanelBody>
        <HoldTags
          given={retention.legalHoldTags.filter(
            ({ origin }) => origin === 'configuration',
          )}
          tags={editor.draft.tags}
          onChange={editor.setTags}
        />
        <div className={classes.notices}>
          <Problems editor={editor} />
          {change.phase === 'refused' && (
            <Notice tone="failed" role="alert">
              {t('retention.saveError')}: {describeError(change.error).message}
            </Notice>
          )}
        </div>
        <div className={classes.buttons}>
          <TextButton
            size="small"
            variant="outlined"
            disabled={hasProblems || preview.phase === 'sending'}
            onClick={look}
          >
            {t('retention.preview')}
          </TextButton>
          <TextButton
            size="small"
            variant="contained"
            color="primary"
            disabled={
              because !== undefined || hasProblems || change.phase === 'sending'
            }
            onClick={save}
          >
            {t('retention.save')}
          </TextButton>
          {editor.isChanged && (
            <TextButton size="small" onClick={editor.discard}>
              {t('retention.discard')}
            </TextButton>
          )}
          {because && <span className={classes.hint}>{because}</span>}
        </div>
      </Card>
      {isPreviewed && (
        <PreviewCard
          preview={preview.answer}
          isLoading={preview.phase === 'sending'}
          error={preview.error}
          onRetry={look}
        />
      )}
    </>
  );
}

function Problems({ editor }: { editor: DraftEditor }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useRetentionWords();
  const formats = useFormats();
  if (editor.problems.length === 0) return null;
  const say = ({ key, rule, class: name }: DraftProblem) => {
    const policy = editor.draft.policies.find(each => each.key === key)!;
    return t(`retention.problem.${rule}`, {
      who: words.who(policy),
      class: name ? t(`retention.class.${name}`) : '',
      most: formats.number(MAX_RETENTION_DAYS),
    });
  };
  return (
    <Notice tone="failed" role="alert">
      {editor.problems.map(problem => (
        <div key={`${problem.key} ${problem.rule} ${problem.class}`}>
          {say(problem)}
        </div>
      ))}
    </Notice>
  );
}
