import { useState } from 'react';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Lineage,
  OriginWord,
  originWordSchema,
  Run,
} from 'backstage-plugin-workflow-runs-common';
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
import { withQuery } from '../layout/withQuery';
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
  const [parent] = lineage?.parents ?? [];
  const [origin] = lineage?.origins ?? [];
  const before = [
    {
      id: run.parentRunId,
      words: t('run.childOf'),
      title: parent?.workflow.title,
      stepKey: parent?.stepKey,
    },
    {
      id: run.originRunId,
      words: origin?.as ? t(`run.origin.${origin.as}`) : t('run.repeats'),
      title: undefined,
      stepKey: null,
    },
  ].filter(each => each.id !== null);
  const after = lineage ? runsAfter(lineage) : [];
  if (before.length === 0 && after.length === 0) return null;
  return (
    <Fact
      label={t('run.lineage')}
      note={
        after.length > 0 &&
        after.map(({ page, key }) => (
          <RelatedRuns key={key} page={page} words={key} />
        ))
      }
    >
      {before.length === 0 && '–'}
      {before.map(({ id, words, title, stepKey }) => (
        <span key={words} className={classes.line} title={id!}>
          {words}{' '}
          {/* It may open on the page of another entity: its page is that of all runs. */}
          <Link
            to={title ? pageOf(id!) : hrefOf(id!)}
            // Among words, colour alone does not make a link.
            underline="always"
          >
            {title ? `${title} ${shortenId(id!)}` : shortenId(id!)}
          </Link>
          {stepKey && (
            <span className={classes.line} title={stepKey}>
              {t('run.atStep')}{' '}
              <Link
                to={withQuery(pageOf(id!), { step: stepKey })}
                underline="always"
              >
                {stepKey}
              </Link>
            </span>
          )}
        </span>
      ))}
    </Fact>
  );
}

type RelatedWords =
  | 'run.children'
  | 'run.repeatedBy'
  | `run.after.${OriginWord}`;

/** What has come of a run, what is the same to it together. */
function runsAfter({ children, repeats }: Lineage) {
  const words = originWordSchema.options.filter(as =>
    repeats.items.some(run => run.as === as),
  );
  const groups: { page: Lineage['children']; key: RelatedWords }[] = [
    { page: children, key: 'run.children' },
    ...words.map(as => ({
      page: ofWord(repeats, as),
      key: `run.after.${as}` as const,
    })),
    { page: ofWord(repeats, null), key: 'run.repeatedBy' },
  ];
  return groups.filter(({ page }) => page.items.length > 0);
}

function ofWord(
  { items, nextToken }: Lineage['repeats'],
  as: OriginWord | null,
): Lineage['repeats'] {
  return { items: items.filter(run => run.as === as), nextToken };
}

/** How many there are; pressed, which ones. */
function RelatedRuns(props: {
  page: Lineage['children'];
  words: RelatedWords;
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
