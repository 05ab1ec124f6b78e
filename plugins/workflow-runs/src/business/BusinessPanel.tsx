import CheckCircle from '@material-ui/icons/CheckCircle';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Business, Run } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  hasEnded,
  JsonView,
  RunSnapshot,
  statusColorsOf,
  useBusiness,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Fact } from '../layout/Fact';
import { PanelBody } from '../layout/PanelBody';
import { IndicatorTable } from './IndicatorTable';
import { formatChange, formatShare } from './indicators';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '16px 20px 20px', display: 'grid', gap: 20 },
    facts: { display: 'flex', flexWrap: 'wrap', gap: '12px 48px', margin: 0 },
    heading: { margin: '0 0 8px', fontSize: 13, fontWeight: 500 },
    quiet: { color: statusColorsOf(theme).quiet, fontWeight: 400 },
    verdict: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: 6,
      '& svg': { fontSize: 16 },
    },
    yes: { color: statusColorsOf(theme).completed.text },
    no: { color: statusColorsOf(theme).waiting.text },
  }),
  { name: 'WorkflowRunsBusiness' },
);

/** What the run was good for, as its steps have reported. */
export function BusinessPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = useBusiness(props.snapshot);
  const { business } = source;
  return (
    <PanelBody
      source={source}
      title={t('business.error')}
      rows={4}
      empty={undefined}
    >
      {business && (
        <div className={classes.root}>
          <Numbers run={run} business={business} />
          {isEmpty(run, business) ? (
            <EmptyState dense title={t('business.empty')}>
              {t('business.emptyHint')}
            </EmptyState>
          ) : (
            <>
              <section>
                <h3 className={classes.heading}>{t('business.indicators')}</h3>
                {business.indicators.length === 0 ? (
                  <span className={classes.quiet}>
                    {t('business.noIndicators')}
                  </span>
                ) : (
                  <IndicatorTable
                    indicators={business.indicators}
                    steps={steps}
                  />
                )}
              </section>
              {Object.keys(business.details).length > 0 && (
                <section>
                  <h3 className={classes.heading}>{t('business.details')}</h3>
                  <JsonView
                    value={business.details}
                    label={t('business.details')}
                    maxHeight={360}
                  />
                </section>
              )}
            </>
          )}
        </div>
      )}
    </PanelBody>
  );
}

/** Whether no step has said anything; a first-pass success is known without. */
function isEmpty({ effectiveness }: Run, business: Business): boolean {
  return (
    effectiveness.accuracy === null &&
    effectiveness.throughputDelta === null &&
    business.experience === null &&
    business.indicators.length === 0 &&
    Object.keys(business.details).length === 0
  );
}

function Numbers(props: { run: Run; business: Business }) {
  const { firstPassSuccess, accuracy, throughputDelta } =
    props.run.effectiveness;
  const { experience } = props.business;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const said = (
    value: number | null,
    format: (value: number, locale: string) => string,
  ) =>
    value === null ? (
      <span className={classes.quiet}>{t('business.notReported')}</span>
    ) : (
      format(value, formats.locale)
    );
  return (
    <dl className={classes.facts}>
      <Fact label={t('business.firstPass')} note={t('business.firstPassHint')}>
        <FirstPass
          success={firstPassSuccess}
          ended={hasEnded(props.run.status)}
        />
      </Fact>
      <Fact label={t('business.accuracy')} note={t('business.accuracyHint')}>
        {said(accuracy, formatShare)}
      </Fact>
      <Fact
        label={t('business.throughput')}
        note={t('business.throughputHint')}
      >
        {said(throughputDelta, formatChange)}
      </Fact>
      <Fact
        label={t('business.experience')}
        note={t('business.experienceHint')}
      >
        {said(experience, formatShare)}
      </Fact>
    </dl>
  );
}

function FirstPass(props: { success: boolean | null; ended: boolean }) {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (props.success === null) {
    return (
      <span className={classes.quiet}>
        {props.ended ? t('business.notReported') : t('business.notYet')}
      </span>
    );
  }
  const Icon = props.success ? CheckCircle : RemoveCircleOutline;
  return (
    <span
      className={`${classes.verdict} ${
        props.success ? classes.yes : classes.no
      }`}
    >
      <Icon aria-hidden />
      {props.success ? t('business.firstPassYes') : t('business.firstPassNo')}
    </span>
  );
}
