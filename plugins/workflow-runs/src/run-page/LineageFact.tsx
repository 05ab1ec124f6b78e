import { useState } from 'react';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Lineage, Run } from 'backstage-plugin-workflow-runs-common';
import {
  shortenId,
  StatusIcon,
  TextButton,
  Timestamp,
  useLineage,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Fact } from '../layout/Fact';
import { useRunHref } from './useRunHref';

const useStyles = makeStyles(
  theme => ({
    more: {
      minHeight: 0,
      padding: 0,
      fontSize: 12,
      lineHeight: '16px',
      color: theme.palette.primary.main,
    },
    line: { display: 'block' },
    item: { display: 'flex', alignItems: 'center', gap: 8, fontSize: 13 },
  }),
  { name: 'WorkflowRunsLineage' },
);

/** Where a run comes from, and what has come of it; nothing where it stands alone. */
export function LineageFact(props: {
  run: Run;
  hrefOf?: (runId: string) => string;
}) {
  const { run } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const pageOf = useRunHref();
  const hrefOf = props.hrefOf ?? pageOf;
  // What the run itself says stands there until more is known, or where nothing more can be read.
  const { lineage } = useLineage(run.id);
  const before = [
    {
      id: run.parentRunId,
      words: t('run.childOf'),
      title: lineage?.parents[0]?.workflow.title,
    },
    { id: run.originRunId, words: t('run.repeats'), title: undefined },
  ].filter(each => each.id !== null);
  const after = [
    { page: lineage?.children, key: 'run.children' as const },
    { page: lineage?.repeats, key: 'run.repeatedBy' as const },
  ].filter(each => each.page && each.page.items.length > 0);
  if (before.length === 0 && after.length === 0) return null;
  return (
    <Fact
      label={t('run.lineage')}
      note={
        after.length > 0 &&
        after.map(({ page, key }) => (
          <RelatedRuns key={key} page={page!} words={key} />
        ))
      }
    >
      {before.length === 0 && '–'}
      {before.map(({ id, words, title }) => (
        <span key={words} className={classes.line} title={id!}>
          {words}{' '}
          {/* It may open on the page of another entity: its page is that of all runs. */}
          <Link to={title ? pageOf(id!) : hrefOf(id!)}>
            {title ? `${title} ${shortenId(id!)}` : shortenId(id!)}
          </Link>
        </span>
      ))}
    </Fact>
  );
}

/** How many there are; pressed, which ones. */
function RelatedRuns(props: {
  page: Lineage['children'];
  words: 'run.children' | 'run.repeatedBy';
}) {
  const { items, nextToken } = props.page;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const statusWords = useWords();
  const runHref = useRunHref();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const name = t(props.words, { count: items.length });
  return (
    <>
      <TextButton
        className={classes.more}
        disableRipple
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {name}
        {nextToken !== null && t('run.orMore')}
      </TextButton>{' '}
      <Menu
        open={anchor !== null}
        anchorEl={anchor}
        getContentAnchorEl={null}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        transitionDuration={0}
        onClose={() => setAnchor(null)}
        MenuListProps={{ 'aria-label': name, dense: true }}
        PaperProps={{ style: { maxHeight: 320 } }}
      >
        {items.map(run => (
          <MenuItem
            key={run.id}
            dense
            component={Link}
            to={runHref(run.id)}
            className={classes.item}
            onClick={() => setAnchor(null)}
          >
            <StatusIcon
              status={run.status}
              title={statusWords('status', run.status)}
            />
            {run.workflow.title} {shortenId(run.id)}
            <Timestamp value={run.queuedAt} />
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
