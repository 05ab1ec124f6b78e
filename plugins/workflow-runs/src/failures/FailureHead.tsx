import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BulkJob,
  FailureAction,
  FailureGroup,
} from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  RedactedText,
  sizes,
  statusColorsOf,
  Tag,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { entityName } from '../layout/entityName';
import { Notice } from '../layout/Notice';
import { FailureButtons } from './FailureButtons';
import { FailureStateChip } from './FailureStateChip';
import { RetryGroup } from './RetryGroup';
import { toneOfState } from './stateTones';
import { useFailureWords } from './useFailureWords';

/** What makes sense in each state; the others would only say that they do not. */
const ACTIONS: Record<FailureGroup['state'], readonly FailureAction[]> = {
  open: ['snooze', 'resolve', 'runbook'],
  snoozed: ['reopen', 'resolve', 'runbook'],
  resolved: ['reopen', 'runbook'],
};

const useStyles = makeStyles(
  theme => ({
    line: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 8,
    },
    message: {
      margin: '12px 0',
      padding: '8px 12px',
      maxHeight: 200,
      overflow: 'auto',
      borderRadius: sizes.radius.control,
      backgroundColor: statusColorsOf(theme).well,
      // Portals give headings a colour of their own, which may not fit the well.
      color: theme.palette.text.primary,
      fontFamily: monospace,
      fontSize: 12,
      lineHeight: '20px',
      fontWeight: 400,
      whiteSpace: 'pre-wrap',
      overflowWrap: 'anywhere',
    },
    owners: { color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsFailureHead' },
);

/** What failed where, what was said of it, and what can be done about it. */
export function FailureHead(props: {
  group: FailureGroup;
  hrefOf: (runId: string) => string;
  onStarted: (job: BulkJob) => void;
}) {
  const { group, hrefOf, onStarted } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { workflow, stepKey, errorCode, ownerRefs, runbook } = group;
  return (
    <Card padded label={t('failures.head')}>
      <div className={classes.line}>
        <FailureStateChip state={group.state} />
        <strong>
          <bdi>
            {stepKey
              ? t('failures.where', { workflow: workflow.title, step: stepKey })
              : workflow.title}
          </bdi>
        </strong>
        <Tag size="small">{words('category', group.errorCategory)}</Tag>
        {errorCode && <Tag size="small">{errorCode}</Tag>}
        {ownerRefs.length > 0 && (
          <span className={classes.owners}>
            {t('failures.owners', {
              owners: ownerRefs.map(entityName).join(', '),
            })}
          </span>
        )}
      </div>
      {/* Long ones scroll, by keyboard as well. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <h2 className={classes.message} tabIndex={0}>
        <RedactedText text={group.message} />
      </h2>
      <Said group={group} />
      <div className={classes.line}>
        <RetryGroup
          group={group}
          variant="contained"
          hrefOf={hrefOf}
          onStarted={onStarted}
        />
        <FailureButtons
          group={group}
          actions={ACTIONS[group.state] ?? ['runbook']}
          variant="outlined"
        />
        {runbook && (
          <Link to={runbook.url}>{t(`failures.runbookOf.${runbook.of}`)}</Link>
        )}
      </div>
    </Card>
  );
}

/** Who has snoozed or resolved it, why, and for how long. */
function Said(props: { group: FailureGroup }) {
  const { snooze, resolution, state } = props.group;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFailureWords();
  const said = snooze ?? resolution;
  if (!said) return null;
  const actor = entityName(said.actor);
  return (
    <Notice tone={toneOfState(state)}>
      {snooze
        ? t('failures.snoozedBy', {
            actor,
            time: words.time(snooze.until),
          })
        : t('failures.resolvedBy', { actor, time: words.time(said.at) })}
      {said.reason && (
        <>
          {' '}
          <RedactedText text={said.reason} />
        </>
      )}
    </Notice>
  );
}
