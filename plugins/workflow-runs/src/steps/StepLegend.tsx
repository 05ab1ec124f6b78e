import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useStepStyles } from './styles';

/** What the marks of the timeline mean. */
export function StepLegend() {
  const classes = useStepStyles();
  const colors = useStatusColors();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <div className={classes.legend}>
      <span className={classes.legendItem}>
        <span
          className={classes.hatch}
          style={{ position: 'static', width: 24 }}
          aria-hidden
        />
        {t('steps.legendBackoff')}
      </span>
      <span className={classes.legendItem}>
        <span
          className={classes.bar}
          style={{
            position: 'static',
            width: 24,
            height: 10,
            backgroundColor: colors.failed.wash,
            borderColor: colors.failed.fill,
          }}
          aria-hidden
        />
        {t('steps.legendFailed')}
      </span>
      <span style={{ marginLeft: 'auto' }}>{t('steps.hint')}</span>
    </div>
  );
}
