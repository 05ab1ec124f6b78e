import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RedactedText,
  Timestamp,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { Question } from './questions';

/** What has become of a question: who decided what, and why; or that it is over without that. */
export function Verdict(props: { question: Question }) {
  const { decision: answer, step } = props.question;
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (!answer?.decision) {
    return (
      <p role="status" style={{ margin: '4px 0 0' }}>
        {t('approvals.over', { status: words('status', step?.status ?? '') })}
      </p>
    );
  }
  const decision = words('decision', answer.decision);
  return (
    <p role="status" style={{ margin: '4px 0 0' }}>
      <strong>
        {answer.actor
          ? t('approvals.decidedBy', {
              decision,
              actor: entityName(answer.actor),
            })
          : t('approvals.decidedByNobody', { decision })}
      </strong>{' '}
      <Timestamp value={answer.decidedAt} />
      {answer.note && (
        <>
          {' · '}
          <RedactedText text={answer.note} />
        </>
      )}
    </p>
  );
}
