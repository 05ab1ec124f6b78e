import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Timestamp,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Outlook } from './outlook';

/** When a run is likely to end, in one line; within which time, for who points at it. */
export function ForecastNote(props: { outlook: Outlook }) {
  const { outlook } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  if (outlook.kind === 'longer') {
    const { stepNumber } = outlook;
    return (
      <>
        {stepNumber === null
          ? t('run.forecast.longerRun')
          : t('run.forecast.longer', { number: String(stepNumber) })}
      </>
    );
  }
  const { leftMs, likely, earliest, latest, runs } = outlook;
  return (
    <span
      title={t('run.forecast.interval', {
        earliest: formats.absolute(earliest),
        latest: formats.absolute(latest),
        runs: formats.number(runs),
      })}
    >
      {leftMs === null ? (
        t('run.forecast.soon')
      ) : (
        <>
          {t('run.forecast.finish', {
            time: <Timestamp value={likely} format="time" />,
          })}
          {' · '}
          {t('run.forecast.left', {
            duration: formats.duration(leftMs, 'live'),
          })}
        </>
      )}
    </span>
  );
}
