import { FormEvent, useState } from 'react';
import OutlinedInput from '@material-ui/core/OutlinedInput';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  monospace,
  sizes,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LAST_GOOD } from './useCompareUrl';

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 },
    input: {
      width: 260,
      height: sizes.control,
      fontFamily: monospace,
      fontSize: 12,
      '& .MuiOutlinedInput-notchedOutline': {
        borderColor: statusColorsOf(theme).control,
      },
    },
  }),
  { name: 'WorkflowRunsRunPicker' },
);

/** Chooses the other run by its id; or the first one, where none is chosen yet. */
export function RunPicker(props: {
  a: string | undefined;
  b: string;
  onRuns: (a: string, b: string) => void;
}) {
  const { a, b, onRuns } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [id, setId] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = id.trim();
    if (chosen === '') return;
    if (a) onRuns(a, chosen);
    else onRuns(chosen, b);
  };
  return (
    <form
      className={classes.root}
      onSubmit={submit}
      aria-label={t('compare.another')}
    >
      <OutlinedInput
        className={classes.input}
        value={id}
        placeholder={t('compare.anotherHint')}
        onChange={event => setId(event.target.value)}
        inputProps={{
          'aria-label': t('compare.anotherHint'),
          maxLength: 128,
          spellCheck: false,
        }}
      />
      <TextButton
        type="submit"
        variant="outlined"
        color="primary"
        size="small"
        disabled={id.trim() === ''}
      >
        {t('compare.show')}
      </TextButton>
      {a && b !== LAST_GOOD && (
        <TextButton size="small" onClick={() => onRuns(a, LAST_GOOD)}>
          {t('compare.useLastGood')}
        </TextButton>
      )}
    </form>
  );
}
