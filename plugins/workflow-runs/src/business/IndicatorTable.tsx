import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  sizes,
  statusColorsOf,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';
import { BusinessIndicator, formatChange, indicatorBars } from './indicators';

const useStyles = makeStyles(
  theme => ({
    pair: { display: 'grid', gap: 4, minWidth: 160, padding: '4px 0' },
    line: {
      display: 'grid',
      gridTemplateColumns: 'minmax(64px, 240px) auto',
      alignItems: 'center',
      gap: 8,
      fontSize: 12,
      lineHeight: '16px',
      fontVariantNumeric: 'tabular-nums',
    },
    bar: {
      height: 8,
      borderRadius: sizes.radius.bar,
      justifySelf: 'start',
    },
    before: { backgroundColor: statusColorsOf(theme).skipped.fill },
    after: { backgroundColor: statusColorsOf(theme).running.fill },
    word: { color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsIndicators' },
);

/** Numbers of the business before and after steps of a run, with a small bar each. */
export function IndicatorTable(props: {
  indicators: readonly BusinessIndicator[];
  steps: readonly Step[];
}) {
  const { indicators, steps } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  return (
    <DataTable
      label={t('business.indicators')}
      items={indicators.map((indicator, index) => ({ indicator, index }))}
      idOf={({ index }) => String(index)}
      columns={[
        {
          id: 'name',
          label: t('business.indicator'),
          width: '26%',
          cell: ({ indicator }) => <strong>{indicator.name}</strong>,
        },
        {
          id: 'bars',
          label: `${t('business.before')} · ${t('business.after')}`,
          cell: ({ indicator }) => <Bars indicator={indicator} />,
        },
        {
          id: 'change',
          label: t('business.change'),
          number: true,
          width: 140,
          cell: ({ indicator }) => {
            const { change } = indicatorBars(indicator);
            return change === null
              ? '–'
              : `${formatChange(change, formats.locale)} ${indicator.unit}`;
          },
        },
        {
          id: 'step',
          label: t('business.step'),
          width: '20%',
          cell: ({ indicator }) =>
            steps.find(step => step.stepKey === indicator.stepKey)?.name ??
            indicator.stepKey,
        },
      ]}
    />
  );
}

function Bars(props: { indicator: BusinessIndicator }) {
  const { indicator } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const lengths = indicatorBars(indicator);
  return (
    <div className={classes.pair}>
      {(['before', 'after'] as const).map(side => {
        const value = indicator[side];
        return (
          <div key={side} className={classes.line}>
            <span
              aria-hidden
              className={`${classes.bar} ${classes[side]}`}
              style={{
                width: `${(lengths[side] ?? 0) * 100}%`,
                visibility: value === null ? 'hidden' : undefined,
              }}
            />
            <span>
              <span className={classes.word}>{t(`business.${side}`)} </span>
              {value === null
                ? t('business.unknown')
                : `${formats.number(value)} ${indicator.unit}`}
            </span>
          </div>
        );
      })}
    </div>
  );
}
