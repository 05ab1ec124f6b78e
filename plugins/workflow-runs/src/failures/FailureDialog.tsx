import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  FailureAction,
  FailureGroup,
  FailureGroupDetail,
} from 'backstage-plugin-workflow-runs-common';
import {
  FailureChange,
  useFailureChange,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallSelect } from '../layout/SmallSelect';
import { OperationField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';
import { titleOf, useFailureWords } from './useFailureWords';

const LONGEST_REASON = 1_000;
const HOUR_MS = 3_600_000;
/** For how long a group may rest, in hours. */
const SPANS = { hour: 1, hours: 8, day: 24, week: 168, month: 720 };
type Span = keyof typeof SPANS;

/** Says what will come of something that is said of a group, asks, and says what has come of it. */
export function FailureDialog(props: {
  group: FailureGroup;
  action: FailureAction;
  onClose: () => void;
}) {
  const { group, action, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useFailureChange(group.id);
  const [span, setSpan] = useState<Span>('day');
  const [reason, setReason] = useState('');
  const ownUrl = group.runbook?.of === 'group' ? group.runbook.url : '';
  const [url, setUrl] = useState(ownUrl);
  const { allowed, reason: refusal } = group.allowedActions[action];
  const name = titleOf(group);

  const change = (): FailureChange => {
    const because = reason.trim() || undefined;
    switch (action) {
      case 'snooze':
        return { action, until: endOf(span), reason: because };
      case 'runbook':
        return { action, url: url.trim() || null };
      default:
        return { action, reason: because };
    }
  };
  return (
    <OperationFrame<FailureGroupDetail>
      title={t(`failures.dialogs.${action}.title`)}
      confirm={t(`failures.dialogs.${action}.confirm`)}
      name={t(`failures.actions.${action}`)}
      request={request}
      refusal={allowed ? null : refusal}
      toast={() => ({ title: t(`failures.dialogs.${action}.done`, { name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send(change())}
    >
      <div>{t(`failures.dialogs.${action}.effect`)}</div>
      {action === 'snooze' && <SpanField span={span} onChange={setSpan} />}
      {action === 'runbook' ? (
        <OperationField
          id="workflow-runs-runbook"
          label={t('failures.dialogs.runbook.url')}
          helperText={t('failures.dialogs.runbook.urlHint')}
          placeholder="https://"
          InputLabelProps={{ shrink: true }}
          type="url"
          value={url}
          onChange={setUrl}
          error={violationAt(request.error, '/url')}
          inputProps={{ maxLength: 2_000 }}
        />
      ) : (
        <OperationField
          id="workflow-runs-failure-reason"
          label={t('operate.reasonOptional')}
          helperText={t('failures.dialogs.reasonHint')}
          inputProps={{ maxLength: LONGEST_REASON }}
          value={reason}
          onChange={setReason}
          error={violationAt(request.error, '/reason')}
        />
      )}
    </OperationFrame>
  );
}

function SpanField(props: { span: Span; onChange: (span: Span) => void }) {
  const { span, onChange } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useFailureWords();
  return (
    <div>
      <SmallSelect
        label={t('failures.dialogs.snooze.span')}
        value={span}
        onChange={value => onChange(value as Span)}
        options={(Object.keys(SPANS) as Span[]).map(value => ({
          value,
          label: t(`failures.dialogs.snooze.spans.${value}`),
        }))}
      />{' '}
      {t('failures.dialogs.snooze.until', {
        time: words.time(endOf(span)),
      })}
    </div>
  );
}

function endOf(span: Span): string {
  return new Date(Date.now() + SPANS[span] * HOUR_MS).toISOString();
}
