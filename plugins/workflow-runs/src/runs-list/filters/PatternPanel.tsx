import { useState } from 'react';
import TextField from '@material-ui/core/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ViewFilterQuery } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { focusOnOpen } from '../../layout/focusOnOpen';

/** A regular expression is complete only when its reader says so: it is not asked for at each key. */
export function PatternPanel(props: {
  filter: ViewFilterQuery;
  onChange: (filter: ViewFilterQuery) => void;
  onClose: () => void;
}) {
  const { tagPattern = '', ...rest } = props.filter;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [text, setText] = useState(tagPattern);
  return (
    <form
      style={{ display: 'flex', flexDirection: 'column', gap: 12, padding: 16 }}
      onSubmit={event => {
        event.preventDefault();
        props.onChange(text ? { ...rest, tagPattern: text } : rest);
        props.onClose();
      }}
    >
      <TextField
        inputRef={focusOnOpen}
        fullWidth
        size="small"
        variant="outlined"
        id="workflow-runs-tag-pattern"
        label={t('list.filters.names.tagPattern')}
        placeholder="^eu-(west|north)$"
        helperText={t('list.filters.patternHint')}
        value={text}
        onChange={event => setText(event.target.value)}
        inputProps={{ maxLength: 256, spellCheck: false }}
      />
      <div style={{ display: 'flex', justifyContent: 'flex-end' }}>
        <TextButton type="submit" size="small" color="primary">
          {t('list.filters.apply')}
        </TextButton>
      </div>
    </form>
  );
}
