import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  PrivacyFinding,
  PrivacyPolicyContent,
  PrivacyPreviewRun,
} from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  ErrorState,
  monospace,
  RedactedText,
  RowsSkeleton,
  statusColorsOf,
  TextButton,
  useLatestRuns,
  usePolicyPreview,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { Notice } from '../layout/Notice';

/** Runs that a policy is tried on. */
const RUNS = 5;

const useStyles = makeStyles(
  theme => ({
    root: { display: 'flex', flexDirection: 'column', gap: 12, paddingTop: 6 },
    title: { margin: 0, fontSize: 14, lineHeight: '20px', fontWeight: 500 },
    hint: { margin: 0, fontSize: 12, color: statusColorsOf(theme).quiet },
    runId: { fontFamily: monospace, fontSize: 12, overflowWrap: 'anywhere' },
    code: { fontFamily: monospace, fontSize: 12 },
  }),
  { name: 'WorkflowRunsPolicyPreview' },
);

/** What a policy would do to the latest runs of its workflow, or of all. */
export function PolicyPreview(props: { content: PrivacyPolicyContent }) {
  const { content } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflow, tenantId } = content;
  const { runs, loading } = useLatestRuns(
    {
      ...(workflow ? { workflow: [workflow] } : {}),
      ...(tenantId ? { tenant: [tenantId] } : {}),
    },
    { limit: RUNS },
  );
  const preview = usePolicyPreview();
  const { phase, error, answer, send } = preview;
  const runIds = runs.map(({ id }) => id);
  const isOld =
    answer && JSON.stringify(answer.policy) !== JSON.stringify(content);
  return (
    <section
      className={classes.root}
      aria-label={t('privacy.preview.title')}
      aria-busy={phase === 'sending'}
    >
      <h3 className={classes.title}>{t('privacy.preview.title')}</h3>
      <p className={classes.hint}>{t('privacy.preview.hint')}</p>
      {!loading && runs.length === 0 ? (
        <EmptyState dense title={t('privacy.preview.noRuns')} />
      ) : (
        <div>
          <TextButton
            size="small"
            variant="outlined"
            color="primary"
            disabled={loading || phase === 'sending'}
            onClick={() => send({ policy: content, runIds })}
          >
            {t('privacy.preview.try', { count: loading ? RUNS : runs.length })}
          </TextButton>
        </div>
      )}
      {phase === 'sending' && <RowsSkeleton rows={3} rowHeight={32} />}
      {phase === 'refused' && (
        <ErrorState dense error={error} title={t('privacy.preview.error')} />
      )}
      {phase === 'done' && isOld && (
        <Notice tone="waiting">{t('privacy.preview.changed')}</Notice>
      )}
      {phase === 'done' &&
        answer?.runs.map(run => <PreviewedRun key={run.runId} run={run} />)}
    </section>
  );
}

function PreviewedRun(props: { run: PrivacyPreviewRun }) {
  const { run } = props;
  const { findings, total } = run;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const summary = () => {
    if (!run.applies) return t('privacy.preview.elsewhere');
    if (total === 0) return t('privacy.preview.nothing');
    return t('privacy.preview.found', { count: total });
  };
  const placeOf = ({ place, stepKey }: PrivacyFinding) =>
    stepKey === null
      ? t(`privacy.preview.of.${place}`)
      : t(`privacy.preview.ofStep.${place}`, { step: stepKey });
  const because = ({ rule, detector }: PrivacyFinding) =>
    rule === null
      ? t('privacy.preview.byDetector', { detector: detector ?? '' })
      : t('privacy.preview.byRule', { number: String(rule + 1) });
  return (
    <div>
      <div>
        <span className={classes.runId}>{run.runId}</span> {summary()}
      </div>
      {run.cut && <p className={classes.hint}>{t('privacy.preview.cut')}</p>}
      {findings.length > 0 && (
        <DataTable
          label={run.runId}
          items={findings}
          idOf={finding => JSON.stringify(finding)}
          columns={[
            {
              id: 'place',
              label: t('privacy.preview.place'),
              width: '36%',
              cell: finding => (
                <>
                  {placeOf(finding)}{' '}
                  <span className={classes.code}>{finding.path}</span>
                </>
              ),
            },
            {
              id: 'text',
              label: t('privacy.preview.text'),
              cell: ({ text }) => (
                <span className={classes.code}>
                  <RedactedText text={text} />
                </span>
              ),
            },
            {
              id: 'treatment',
              label: t('privacy.preview.treatment'),
              width: '32%',
              cell: finding => (
                <>
                  {t(`privacy.treatment.${finding.treatment}`)}
                  {`: ${finding.kind}`}
                  <div className={classes.hint}>{because(finding)}</div>
                </>
              ),
            },
          ]}
        />
      )}
      {total > findings.length && (
        <p className={classes.hint}>
          {t('privacy.preview.more', {
            number: String(total - findings.length),
          })}
        </p>
      )}
    </div>
  );
}
