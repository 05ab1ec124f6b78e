import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Connection } from 'backstage-plugin-workflow-runs-common';
import { describeError } from '../states/describeError';
import { StaleNote } from '../states/StaleNote';
import { workflowRunsTranslationRef } from '../translation';

/**
 * How old what is shown is, and why, while changes do not arrive as they happen. A connection that is only
 * being made again is left to the indicator.
 *
 * @public
 */
export function ConnectionNote(props: {
  connection: Connection;
  onRetry: () => void;
}) {
  const { status, heardAt, error } = props.connection;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const isOld = status === 'polling' || status === 'disconnected';
  if (!isOld || heardAt === null) return null;
  return (
    <StaleNote
      since={heardAt}
      error={error}
      reason={
        status === 'polling'
          ? t('live.polled', {
              reason: error
                ? t(`states.errors.${describeError(error).kind}`)
                : '',
            })
          : undefined
      }
      onRetry={props.onRetry}
    />
  );
}
