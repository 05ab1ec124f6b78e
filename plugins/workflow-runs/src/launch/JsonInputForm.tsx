import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { JsonField } from '../operate/fields';
import { parseJsonObject } from '../operate/parseJson';

/** The input of a run as JSON, where no schema of it is at hand. */
export function JsonInputForm(props: {
  /** Of the form: the button that submits it stands elsewhere. */
  id: string;
  field: string;
  label: string;
  hint: string;
  /** What stands in it at first. */
  initial: Record<string, Json>;
  /** What the backend found wrong with it. */
  error?: string;
  onChange?: () => void;
  onSubmit: (input: Record<string, Json>) => void;
}) {
  const { id, field, label, hint, initial, error, onChange, onSubmit } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [text, setText] = useState(() => JSON.stringify(initial, null, 2));
  const parsed = parseJsonObject(text);
  const wrong = () => {
    if (parsed.ok) return error;
    return parsed.message
      ? t('operate.json.invalid', { message: parsed.message })
      : t('operate.json.noObject');
  };
  return (
    <form
      id={id}
      onSubmit={event => {
        event.preventDefault();
        if (parsed.ok) onSubmit(parsed.value);
      }}
    >
      <JsonField
        id={field}
        label={label}
        hint={hint}
        value={text}
        onChange={next => {
          setText(next);
          onChange?.();
        }}
        error={wrong()}
      />
    </form>
  );
}
