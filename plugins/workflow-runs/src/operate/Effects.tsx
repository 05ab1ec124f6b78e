import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run, Step } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  StatusIcon,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** More than these are named by their number. */
const MOST_NAMES = 5;

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: 10,
      margin: 0,
      padding: '12px 16px',
      listStyle: 'none',
      borderRadius: sizes.radius.control,
      border: `1px solid ${statusColorsOf(theme).skipped.line}`,
      fontVariantNumeric: 'tabular-nums',
    },
    effect: { display: 'flex', gap: 10, '& > svg': { marginTop: 2 } },
    words: { margin: 0, fontWeight: 500, overflowWrap: 'anywhere' },
    names: {
      margin: 0,
      fontSize: 12,
      lineHeight: '18px',
      color: statusColorsOf(theme).quiet,
      overflowWrap: 'anywhere',
    },
  }),
  { name: 'WorkflowRunsOutlook' },
);

/** What will happen, one effect a line. */
export function Outlook(props: { children: ReactNode }) {
  return <ul className={useStyles().list}>{props.children}</ul>;
}

/** One thing that will happen, and the steps that it happens to. */
export function Effect(props: {
  /** The status that stands for it. */
  status: string;
  steps?: readonly Pick<Step, 'stepNumber' | 'name'>[];
  /** What it happens to, where that is no steps. */
  detail?: ReactNode;
  children: ReactNode;
}) {
  const { status, steps = [], detail, children } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const names = steps
    .slice(0, MOST_NAMES)
    .map(({ stepNumber, name }) => `${stepNumber} ${name}`);
  const rest = steps.length - names.length;
  if (rest > 0) names.push(t('operate.moreSteps', { steps: String(rest) }));
  return (
    <li className={classes.effect}>
      <StatusIcon status={status} />
      <div>
        <p className={classes.words}>{children}</p>
        {names.length > 0 && (
          <p className={classes.names}>{names.join(', ')}</p>
        )}
        {detail && <p className={classes.names}>{detail}</p>}
      </div>
    </li>
  );
}

/** That not everything that follows is known. */
export function UnknownEffect(props: { run: Run; loading: boolean }) {
  const { run, loading } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <Effect status="pending">
      {loading
        ? t('operate.loading')
        : t('operate.unknown', { version: run.workflowVersion })}
    </Effect>
  );
}
