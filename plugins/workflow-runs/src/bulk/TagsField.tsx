import { useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import Close from '@material-ui/icons/Close';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { MAX_TAGS } from 'backstage-plugin-workflow-runs-common';
import {
  Tag,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField } from '../operate/fields';

const LONGEST_TAG = 100;

const useStyles = makeStyles(
  {
    tags: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: 6,
      margin: '8px 0 0',
      padding: 0,
      listStyle: 'none',
    },
    tag: { display: 'inline-flex', alignItems: 'center', maxWidth: '100%' },
    remove: { width: 24, height: 24, padding: 4, '& svg': { fontSize: 14 } },
  },
  { name: 'WorkflowRunsTagsField' },
);

/** Tags, typed one after the other: Enter takes one, and so does leaving the field. */
export function TagsField(props: {
  id: string;
  label: string;
  tags: string[];
  onChange: (tags: string[]) => void;
  error?: string;
}) {
  const { id, label, tags, onChange, error } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [text, setText] = useState('');
  const take = () => {
    const tag = text.trim();
    setText('');
    if (tag !== '' && !tags.includes(tag) && tags.length < MAX_TAGS) {
      onChange([...tags, tag]);
    }
  };
  return (
    <div>
      <OperationField
        id={id}
        label={label}
        helperText={t('bulk.tags.hint')}
        autoComplete="off"
        value={text}
        onChange={setText}
        onBlur={take}
        onKeyDown={event => {
          const asksToStart = event.ctrlKey || event.metaKey;
          if (event.key !== 'Enter' || text.trim() === '' || asksToStart)
            return;
          event.preventDefault();
          take();
        }}
        error={error}
        inputProps={{ maxLength: LONGEST_TAG }}
      />
      {tags.length > 0 && (
        <ul className={classes.tags} aria-label={label}>
          {tags.map(tag => (
            <li key={tag} className={classes.tag}>
              <Tag title={tag}>{tag}</Tag>
              <IconButton
                className={classes.remove}
                aria-label={t('bulk.tags.leaveOut', { tag })}
                onClick={() => onChange(tags.filter(each => each !== tag))}
              >
                <Close />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
