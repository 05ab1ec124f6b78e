import { useState } from 'react';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import Radio from '@material-ui/core/Radio';
import RadioGroup from '@material-ui/core/RadioGroup';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkAction, BulkParams } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { OwnerPicker } from '../header/OwnerPicker';
import { JsonField, OperationField, violationAt } from '../operate/fields';
import { parseJson } from '../operate/parseJson';
import { TagsField } from './TagsField';

const LONGEST_NOTE = 1_000;
const LONGEST_EVENT_NAME = 256;

interface ParamsFieldsProps {
  onChange: (params: BulkParams) => void;
  /** What is needed was not said, and somebody has tried without it. */
  missing: boolean;
  /** What the backend has said of the request. */
  error: unknown;
}

/** What an action has to be told besides the reason. */
export function ParamsFields(
  props: ParamsFieldsProps & { action: BulkAction },
) {
  const { action, ...fields } = props;
  switch (action) {
    case 'tag':
      return <TagsFields {...fields} />;
    case 'assign':
      return <OwnerFields {...fields} />;
    case 'send_event':
      return <EventFields {...fields} />;
    case 'resolve':
      return <NoteField {...fields} />;
    default:
      return null;
  }
}

function TagsFields({ onChange, missing, error }: ParamsFieldsProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [tags, setTags] = useState<{ add: string[]; remove: string[] }>({
    add: [],
    remove: [],
  });
  const change = (next: Partial<typeof tags>) => {
    const all = { ...tags, ...next };
    setTags(all);
    onChange({
      ...(all.add.length > 0 && { add: all.add }),
      ...(all.remove.length > 0 && { remove: all.remove }),
    });
  };
  return (
    <>
      <TagsField
        id="workflow-runs-tags-add"
        label={t('bulk.tags.add')}
        tags={tags.add}
        onChange={add =>
          change({ add, remove: tags.remove.filter(tag => !add.includes(tag)) })
        }
        error={
          violationAt(error, '/params/add') ??
          (missing ? t('bulk.tags.missing') : undefined)
        }
      />
      <TagsField
        id="workflow-runs-tags-remove"
        label={t('bulk.tags.remove')}
        tags={tags.remove}
        onChange={remove =>
          change({ remove, add: tags.add.filter(tag => !remove.includes(tag)) })
        }
        error={violationAt(error, '/params/remove')}
      />
    </>
  );
}

function OwnerFields({ onChange, missing, error }: ParamsFieldsProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [whose, setWhose] = useState<'somebody' | 'workflow'>('somebody');
  return (
    <>
      <RadioGroup
        aria-label={t('assign.field')}
        value={whose}
        onChange={(_, value) => {
          setWhose(value as typeof whose);
          onChange(value === 'workflow' ? { owner: null } : {});
        }}
      >
        <FormControlLabel
          value="somebody"
          control={<Radio size="small" color="primary" />}
          label={t('bulk.owner.somebody')}
        />
        <FormControlLabel
          value="workflow"
          control={<Radio size="small" color="primary" />}
          label={t('assign.workflow')}
        />
      </RadioGroup>
      {whose === 'somebody' && (
        <OwnerPicker
          onChange={owner => onChange(owner ? { owner } : {})}
          error={
            violationAt(error, '/params/owner') ??
            (missing ? t('assign.invalid') : undefined)
          }
        />
      )}
    </>
  );
}

function NoteField({ onChange, missing, error }: ParamsFieldsProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [note, setNote] = useState('');
  return (
    <OperationField
      id="workflow-runs-bulk-note"
      required
      label={t('bulk.note')}
      helperText={t('bulk.noteHint')}
      value={note}
      onChange={text => {
        setNote(text);
        onChange(text.trim() ? { note: text.trim() } : {});
      }}
      error={
        violationAt(error, '/params/note') ??
        (missing ? t('bulk.noteMissing') : undefined)
      }
      inputProps={{ maxLength: LONGEST_NOTE }}
    />
  );
}

function EventFields({ onChange, missing, error }: ParamsFieldsProps) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const parsed = parseJson(text);
  const change = (nextName: string, nextText: string) => {
    setName(nextName);
    setText(nextText);
    const payload = parseJson(nextText);
    // Half of what was meant is not sent: without its payload, an event has no name.
    onChange(
      payload.ok && nextName.trim() !== ''
        ? { name: nextName.trim(), payload: payload.value }
        : {},
    );
  };
  return (
    <>
      <OperationField
        id="workflow-runs-bulk-event"
        required
        label={t('operate.tell.name.event')}
        value={name}
        onChange={next => change(next, text)}
        error={
          violationAt(error, '/params/name') ??
          (missing && name.trim() === '' ? t('bulk.eventMissing') : undefined)
        }
        inputProps={{ maxLength: LONGEST_EVENT_NAME }}
      />
      <JsonField
        id="workflow-runs-bulk-payload"
        label={t('operate.tell.value.event')}
        hint={t('operate.tell.valueHint.event')}
        value={text}
        onChange={next => change(name, next)}
        error={
          parsed.ok
            ? violationAt(error, '/params/payload')
            : t('operate.json.invalid', { message: parsed.message })
        }
      />
    </>
  );
}
