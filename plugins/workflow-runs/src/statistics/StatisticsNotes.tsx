import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Statistics } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  useFormats,
  useNow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';
import { lagOf } from './freshness';

const TICK_MS = 15_000;

/** What must be known before the numbers are believed: how far it is counted, and what is not. */
export function StatisticsNotes(props: { statistics: Statistics }) {
  const { statistics } = props;
  const { coverage, freshAt } = statistics;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const lag = lagOf(statistics, useNow(TICK_MS));
  return (
    <>
      {freshAt === null && (
        <Notice tone="waiting" role="status">
          {t('statistics.notCounting')}
        </Notice>
      )}
      {freshAt !== null && lag !== null && (
        <Notice tone="waiting" role="status">
          {t('statistics.countedUpTo', { time: formats.absolute(freshAt) })}
        </Notice>
      )}
      {!coverage.exact && (
        <Notice tone="waiting" role="status">
          {t('statistics.notExact', {
            skipped: coverage.skipped ?? '–',
            scanned: formats.number(coverage.scannedRuns),
          })}
        </Notice>
      )}
    </>
  );
}

/** What the address asks for and cannot be. */
export function AddressNote(props: {
  problems: readonly string[];
  onDismiss: () => void;
}) {
  const { problems, onDismiss } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (problems.length === 0) return null;
  return (
    <Notice tone="waiting" role="status">
      {t('list.problems.title')}{' '}
      {problems.map(each => `“${each.slice(0, 80)}”`).join(', ')}.{' '}
      <TextButton
        size="small"
        variant="outlined"
        color="inherit"
        onClick={onDismiss}
      >
        {t('list.problems.dismiss')}
      </TextButton>
    </Notice>
  );
}
