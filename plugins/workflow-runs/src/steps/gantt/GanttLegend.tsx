import Checkbox from '@material-ui/core/Checkbox';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from '../styles';

/** What the marks of the timeline mean, and whether finished steps are there. */
export function GanttLegend(props: {
  /** Whether it is known how long steps usually take. */
  hasUsual: boolean;
  /** Whether it is said when those to come are likely to be under way. */
  hasForecast: boolean;
  hideFinished: boolean;
  /** How many are hidden. */
  hidden: number;
  onHideFinished: (hide: boolean) => void;
}) {
  const { hasUsual, hasForecast } = props;
  const { hideFinished, hidden, onHideFinished } = props;
  const classes = useStepStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const swatch = { position: 'static', width: 24, height: 10 } as const;
  return (
    <div className={classes.legend}>
      <span className={classes.legendItem}>
        <span className={classes.hatch} style={swatch} aria-hidden />
        {t('steps.legendBackoff')}
      </span>
      <span className={classes.legendItem}>
        <span
          className={classes.bar}
          style={{
            ...swatch,
            backgroundColor: colors.failed.wash,
            borderColor: colors.failed.fill,
          }}
          aria-hidden
        />
        {t('steps.legendFailed')}
      </span>
      <span className={classes.legendItem}>
        <svg className={classes.pathSwatch} width={24} height={10} aria-hidden>
          <path d="M2 0V8H24" />
        </svg>
        {t('steps.legendPath')}
      </span>
      <span className={classes.legendItem}>
        <span
          className={classes.bar}
          style={{ ...swatch, backgroundColor: colors.skipped.fill }}
          aria-hidden
        />
        {t('steps.legendRollback')}
      </span>
      {hasUsual && (
        <span className={classes.legendItem}>
          <span
            style={{ position: 'relative', width: 24, height: 10 }}
            aria-hidden
          >
            <span
              className={classes.usual}
              style={{ top: 5, left: 0, width: 24 }}
            />
            <span className={classes.usualTick} style={{ top: 2, left: 13 }} />
          </span>
          {t('steps.legendUsual')}
        </span>
      )}
      {hasForecast && (
        <span className={classes.legendItem}>
          <span className={classes.forecast} style={swatch} aria-hidden />
          {t('steps.legendForecast')}
        </span>
      )}
      <span className={classes.hint}>{t('steps.hint')}</span>
      <label className={classes.hide}>
        <Checkbox
          size="small"
          color="primary"
          checked={hideFinished}
          onChange={event => onHideFinished(event.target.checked)}
          className={classes.checkbox}
        />
        {hideFinished && hidden > 0
          ? t('steps.hideFinishedCount', { hidden: String(hidden) })
          : t('steps.hideFinished')}
      </label>
    </div>
  );
}
