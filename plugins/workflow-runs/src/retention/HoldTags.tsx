import { FormEvent, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import { makeStyles } from '@material-ui/core/styles';
import Clear from '@material-ui/icons/Clear';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Retention } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  Tag,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { isTagTooWide } from './draft';
import { SmallInput } from '../layout/SmallInput';

const useStyles = makeStyles(
  theme => ({
    root: { padding: `12px ${sizes.cardPaddingX}px` },
    title: { margin: 0, fontSize: 13, lineHeight: '20px', fontWeight: 500 },
    hint: {
      margin: '2px 0 8px',
      fontSize: 12,
      lineHeight: '16px',
      color: statusColorsOf(theme).quiet,
    },
    tags: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
      minHeight: 32,
    },
    remove: { padding: 2, margin: '0 -4px 0 4px' },
    problem: { fontSize: 12, color: statusColorsOf(theme).failed.text },
  }),
  { name: 'WorkflowRunsHoldTags' },
);

/** Tags that keep runs whatever the policies say; those of the configuration stay. */
export function HoldTags(props: {
  given: Retention['legalHoldTags'];
  tags: string[];
  onChange: (tags: string[]) => void;
}) {
  const { given, tags, onChange } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [typed, setTyped] = useState('');
  const tag = typed.trim();
  const isTooWide = tag !== '' && isTagTooWide(tag);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (tag === '' || isTooWide) return;
    if (!tags.includes(tag)) onChange([...tags, tag]);
    setTyped('');
  };
  return (
    <section className={classes.root} aria-label={t('retention.hold')}>
      <h4 className={classes.title}>{t('retention.hold')}</h4>
      <p className={classes.hint}>{t('retention.holdHint')}</p>
      <form className={classes.tags} onSubmit={add}>
        {given.length + tags.length === 0 && (
          <span className={classes.hint}>{t('retention.noTags')}</span>
        )}
        {given.map(({ pattern }) => (
          <Tag key={pattern}>
            {pattern} · {t('retention.origin.configuration')}
          </Tag>
        ))}
        {tags.map(each => (
          <Tag key={each}>
            {each}
            <IconButton
              size="small"
              className={classes.remove}
              aria-label={t('retention.removeTag', { tag: each })}
              onClick={() => onChange(tags.filter(other => other !== each))}
            >
              <Clear style={{ fontSize: 14 }} />
            </IconButton>
          </Tag>
        ))}
        <SmallInput
          label={t('retention.holdTag')}
          placeholder="audit-*"
          width={160}
          value={typed}
          isWrong={isTooWide}
          onChange={setTyped}
        />
        <TextButton type="submit" size="small" color="primary">
          {t('retention.addTag')}
        </TextButton>
        {isTooWide && (
          <span role="alert" className={classes.problem}>
            {t('retention.problem.tag')}
          </span>
        )}
      </form>
    </section>
  );
}
