import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BulkAction,
  BulkJob,
  BulkParams,
  BulkPreview,
} from 'backstage-plugin-workflow-runs-common';
import {
  BulkChoice,
  useBulkPreview,
  useBulkStart,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField, ReasonField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';
import { BulkOutlook } from './BulkOutlook';
import { ParamsFields } from './ParamsFields';
import { missingParam } from './missingParam';
import { useBulkPanel } from './useBulkPanel';

const LONGEST_NAME = 100;

/** Says what an action would do to which of the runs and to which not, asks why, and starts the job. */
export function BulkDialog(props: {
  action: BulkAction;
  choice: BulkChoice;
  /** How many runs are meant, as people read it. */
  count: string;
  hrefOf: (runId: string) => string;
  onStarted: (job: BulkJob) => void;
  onClose: () => void;
}) {
  const { action, choice, count, hrefOf, onStarted, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const panel = useBulkPanel();
  const [params, setParams] = useState<BulkParams>({});
  const [name, setName] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { preview, loading, error, reload } = useBulkPreview(action, choice);
  const request = useBulkStart();
  const allowed = preview?.allowed ?? 0;
  const runs = formats.number(allowed);
  const usualName = t(`bulk.names.${action}`, { count: allowed, runs });
  const missing = missingParam(action, params);
  const because = reason.trim();
  return (
    <OperationFrame<BulkJob>
      tone={action === 'terminate' ? 'danger' : undefined}
      title={t(`bulk.titles.${action}`, { runs: count })}
      confirm={
        preview && allowed > 0 ? usualName : t(`bulk.names.none.${action}`)
      }
      name={t(`bulk.actions.${action}`)}
      request={request}
      refusal={refusalOf(preview, {
        loading: t('bulk.looking'),
        unknown: t('bulk.unknown'),
        none: t('bulk.none'),
      })}
      toast={job => ({
        title: t('bulk.startedToast', { name: job.name }),
        links: [{ label: t('bulk.show'), href: panel.hrefOf(job.id) }],
      })}
      hidden={false}
      onHide={onClose}
      onClose={() => (request.answer ? onStarted(request.answer) : onClose())}
      onSubmit={() => {
        setTried(true);
        if (missing || because === '') return;
        request.send({
          action,
          choice,
          params,
          name: name.trim() || usualName,
          reason: because,
        });
      }}
    >
      <BulkOutlook
        action={action}
        preview={preview}
        loading={loading}
        error={error}
        onRetry={reload}
        hrefOf={hrefOf}
      />
      <ParamsFields
        action={action}
        onChange={setParams}
        missing={tried && missing !== undefined}
        error={request.error}
      />
      <ReasonField
        required
        value={reason}
        onChange={setReason}
        error={
          violationAt(request.error, '/reason') ??
          (tried && because === '' ? t('bulk.reasonMissing') : undefined)
        }
      />
      <OperationField
        id="workflow-runs-bulk-name"
        label={t('bulk.name')}
        helperText={t('bulk.nameHint')}
        placeholder={usualName}
        InputLabelProps={{ shrink: true }}
        value={name}
        onChange={setName}
        error={violationAt(request.error, '/name')}
        inputProps={{ maxLength: LONGEST_NAME }}
      />
    </OperationFrame>
  );
}

/** Why it cannot be started now; null where it can. */
function refusalOf(
  preview: BulkPreview | undefined,
  words: { loading: string; unknown: string; none: string },
): string | null {
  if (!preview) return words.loading;
  return preview.allowed > 0 ? null : words.none;
}
