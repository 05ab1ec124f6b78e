import { useState } from 'react';
import Popover from '@material-ui/core/Popover';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  sizes,
  statusColorsOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { focusOnOpen } from '../layout/focusOnOpen';
import { SearchField } from '../layout/SearchField';
import { RunTag } from './RunTag';

/** Nobody reads through more; typing finds what is not among them. */
const MOST_SHOWN = 100;

const useStyles = makeStyles(
  theme => ({
    root: { width: 480, maxWidth: '90vw', padding: 12 },
    tags: {
      display: 'flex',
      flexWrap: 'wrap',
      gap: sizes.chipGap,
      maxHeight: 280,
      overflowY: 'auto',
      margin: 0,
      padding: '12px 0',
      listStyle: 'none',
    },
    note: { fontSize: 12, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsMoreTags' },
);

/** The tags for which there is no room, in a list that can be searched. */
export function MoreTags(props: {
  tags: readonly string[];
  /** How many are not shown beside it. */
  more: number;
  onRemove?: (tag: string) => void;
}) {
  const { tags, more, onRemove } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [text, setText] = useState('');
  const wanted = text.trim().toLocaleLowerCase();
  const found = anchor
    ? tags.filter(tag => tag.toLocaleLowerCase().includes(wanted))
    : [];
  const rest = found.length - MOST_SHOWN;
  return (
    <>
      <TextButton
        size="small"
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {t('tagging.more', { count: more })}
      </TextButton>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        transitionDuration={120}
        PaperProps={{
          className: classes.root,
          role: 'dialog',
          'aria-label': t('tagging.all'),
        }}
      >
        <SearchField
          label={t('tagging.find')}
          value={text}
          onChange={setText}
          inputRef={focusOnOpen}
          fullWidth
        />
        <ul className={classes.tags} aria-label={t('tagging.all')}>
          {found.slice(0, MOST_SHOWN).map(tag => (
            <li key={tag}>
              <RunTag tag={tag} onRemove={onRemove} />
            </li>
          ))}
        </ul>
        <div className={classes.note} role="status">
          {found.length === 0 && t('tagging.noneFound')}
          {rest > 0 && t('list.filters.more', { count: rest })}
        </div>
      </Popover>
    </>
  );
}
