import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  Message,
  shortenId,
  useRun,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import SearchOutlined from '@material-ui/icons/SearchOutlined';
import { Card } from '../layout/Card';
import { LAST_GOOD } from './useCompareUrl';

/** One of two runs is not there: says which, or that none went well before. */
export function MissingRuns(props: { a: string; b: string }) {
  const { a, b } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const first = useRun(a);
  const second = useRun(b === LAST_GOOD ? undefined : b);
  if (first.loading || second.loading) return null;
  if (first.snapshot && b === LAST_GOOD) {
    return (
      <Card>
        <EmptyState title={t('compare.noLastGood')}>
          {t('compare.noLastGoodHint', {
            workflow: first.snapshot.run.workflow.title,
          })}
        </EmptyState>
      </Card>
    );
  }
  const missing = [
    !first.snapshot && a,
    b !== LAST_GOOD && !second.snapshot && b,
  ].filter(id => id !== false);
  return (
    <Card>
      <Message
        icon={<SearchOutlined fontSize="inherit" />}
        title={t('compare.gone')}
        role="alert"
      >
        {t('compare.goneHint', { ids: missing.map(shortenId).join(', ') })}
      </Message>
    </Card>
  );
}
