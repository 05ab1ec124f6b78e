import { FormEvent, useEffect, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  useRemark,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField } from '../operate/fields';

const LONGEST_NOTE = 1_000;

const useStyles = makeStyles(
  {
    root: { display: 'flex', alignItems: 'flex-start', gap: 12 },
    add: { flex: 'none', minHeight: 38 },
  },
  { name: 'WorkflowRunsNoteForm' },
);

/** Leaves a note at a run. What was typed stays where it could not be kept. */
export function NoteForm(props: { run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useRemark(run.id, 'annotateRun');
  const [text, setText] = useState('');
  const { answer, phase, error } = request;
  useEffect(() => {
    if (answer) setText('');
  }, [answer]);
  const action = run.allowedActions.annotate;
  const note = text.trim();
  const submit = () => {
    if (note !== '' && action?.allowed) request.send({ note });
  };
  return (
    <form
      className={classes.root}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <OperationField
        id="workflow-runs-note"
        label={t('annotations.field')}
        placeholder={t('annotations.placeholder')}
        helperText={t('annotations.hint')}
        multiline
        maxRows={8}
        value={text}
        onChange={setText}
        disabled={action?.allowed !== true}
        inputProps={{ maxLength: LONGEST_NOTE }}
        error={
          phase === 'refused'
            ? t('annotations.failed', { message: describeError(error).message })
            : undefined
        }
        onKeyDown={event => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit();
          }
        }}
      />
      <ActionButton
        type="submit"
        variant="contained"
        color="primary"
        className={classes.add}
        action={action}
        busy={phase === 'sending'}
      >
        {t('annotations.add')}
      </ActionButton>
    </form>
  );
}
