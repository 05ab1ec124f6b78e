import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AuditEntry } from 'backstage-plugin-workflow-runs-common';
import {
  RunId,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useRunHref } from '../run-page/useRunHref';

/** Which run it was done to; one that is deleted is known by its id alone. */
export function RunCell(props: { entry: AuditEntry }) {
  const { runId, isRunKept, workflow } = props.entry;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const hrefOf = useRunHref();
  const { quiet } = useStatusColors();
  if (!runId) return <>{workflow ?? '–'}</>;
  return (
    <>
      {isRunKept ? (
        <Link to={`${hrefOf(runId)}?tab=audit`}>
          <RunId id={runId} copy={false} />
        </Link>
      ) : (
        <RunId id={runId} />
      )}
      <div style={{ color: quiet, fontSize: 12 }}>
        {[workflow, !isRunKept && t('audit.goneRun')]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </>
  );
}

/** The run that was launched, where one was. */
export function LaunchedRun(props: { entry: AuditEntry }) {
  const { resultRunId } = props.entry;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const hrefOf = useRunHref();
  if (!resultRunId) return null;
  return (
    <div>
      <Link to={hrefOf(resultRunId)}>
        {t('audit.launched', { run: resultRunId.slice(-8) })}
      </Link>
    </div>
  );
}
