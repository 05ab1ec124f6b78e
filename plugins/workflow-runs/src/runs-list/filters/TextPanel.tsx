import { useState } from 'react';
import TextField from '@material-ui/core/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ViewFilterQuery } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { focusOnOpen } from '../../layout/focusOnOpen';
import { TextFilterId } from './filterKinds';

const PLACEHOLDERS: Record<TextFilterId, string> = {
  q: 'larkspur "card declined" -test',
  tagPattern: '^eu-(west|north)$',
};
const MAX_LENGTH: Record<TextFilterId, number> = { q: 200, tagPattern: 256 };

/** A text is complete only when its reader says so: it is not asked for at each key. */
export function TextPanel(props: {
  field: TextFilterId;
  filter: ViewFilterQuery;
  onChange: (filter: ViewFilterQuery) => void;
  onClose: () => void;
}) {
  const { field } = props;
  const { [field]: asked = '', ...rest } = props.filter;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [text, setText] = useState(asked);
  return (
    <form
      style={{ display: 'flex', flexDirection: 'column', gap: 12, padding: 16 }}
      onSubmit={event => {
        event.preventDefault();
        props.onChange(text ? { ...rest, [field]: text } : rest);
        props.onClose();
      }}
    >
      <TextField
        inputRef={focusOnOpen}
        fullWidth
        size="small"
        variant="outlined"
        id={`workflow-runs-filter-${field}`}
        label={t(`list.filters.names.${field}`)}
        placeholder={PLACEHOLDERS[field]}
        helperText={t(`list.filters.hints.${field}`)}
        value={text}
        onChange={event => setText(event.target.value)}
        inputProps={{ maxLength: MAX_LENGTH[field], spellCheck: false }}
      />
      <div style={{ display: 'flex', justifyContent: 'flex-end' }}>
        <TextButton type="submit" size="small" color="primary">
          {t('list.filters.apply')}
        </TextButton>
      </div>
    </form>
  );
}
