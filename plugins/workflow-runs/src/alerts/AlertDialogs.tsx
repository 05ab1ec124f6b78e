import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AlertRule } from 'backstage-plugin-workflow-runs-common';
import {
  useAlertRemoval,
  useAlertResolve,
  useAlertSnooze,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SmallSelect } from '../layout/SmallSelect';
import { OperationField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';

const LONGEST_NOTE = 1_000;
const HOUR_MS = 3_600_000;
/** For how long a rule may be snoozed, in hours. */
const SPANS = { hour: 1, hours: 8, day: 24, week: 168 };
type Span = keyof typeof SPANS;

/** What can be said of a rule. */
export type AlertAct = 'snooze' | 'wake' | 'resolve' | 'delete';

/** Says what will come of it, asks, and says what has come of it. */
export function AlertDialog(props: {
  rule: AlertRule;
  act: AlertAct;
  onClose: () => void;
}) {
  const { act, ...rest } = props;
  switch (act) {
    case 'snooze':
      return <SnoozeDialog {...rest} />;
    case 'wake':
      return <WakeDialog {...rest} />;
    case 'resolve':
      return <ResolveDialog {...rest} />;
    default:
      return <DeleteDialog {...rest} />;
  }
}

interface OfRule {
  rule: AlertRule;
  onClose: () => void;
}

function SnoozeDialog({ rule, onClose }: OfRule) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const request = useAlertSnooze(rule.id);
  const [span, setSpan] = useState<Span>('hours');
  const until = () =>
    new Date(Date.now() + SPANS[span] * HOUR_MS).toISOString();
  return (
    <OperationFrame<AlertRule>
      title={t('alerts.snoozeTitle', { name: rule.name })}
      confirm={t('alerts.snooze')}
      name={t('alerts.snooze')}
      request={request}
      toast={() => ({ title: t('alerts.snoozed', { name: rule.name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({ until: until() })}
    >
      <div>{t('alerts.snoozeEffect')}</div>
      <div>
        <SmallSelect
          label={t('failures.dialogs.snooze.span')}
          value={span}
          onChange={value => setSpan(value as Span)}
          options={(Object.keys(SPANS) as Span[]).map(value => ({
            value,
            label: t(`failures.dialogs.snooze.spans.${value}`),
          }))}
        />{' '}
        {t('failures.dialogs.snooze.until', {
          time: formats.absolute(until()),
        })}
      </div>
    </OperationFrame>
  );
}

function WakeDialog({ rule, onClose }: OfRule) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useAlertSnooze(rule.id);
  return (
    <OperationFrame<AlertRule>
      title={t('alerts.wakeTitle', { name: rule.name })}
      confirm={t('alerts.wake')}
      name={t('alerts.wake')}
      request={request}
      toast={() => ({ title: t('alerts.woken', { name: rule.name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({ until: null })}
    >
      <div>{t('alerts.wakeEffect')}</div>
    </OperationFrame>
  );
}

function ResolveDialog({ rule, onClose }: OfRule) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useAlertResolve(rule.id);
  const [note, setNote] = useState('');
  return (
    <OperationFrame<AlertRule>
      title={t('alerts.resolveTitle', { name: rule.name })}
      confirm={t('alerts.resolve')}
      name={t('alerts.resolve')}
      request={request}
      toast={() => ({ title: t('alerts.resolved', { name: rule.name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({ note: note.trim() })}
    >
      <div>{t('alerts.resolveEffect')}</div>
      <OperationField
        id="workflow-runs-alert-note"
        label={t('alerts.note')}
        helperText={t('alerts.noteHint')}
        inputProps={{ maxLength: LONGEST_NOTE }}
        value={note}
        onChange={setNote}
        error={violationAt(request.error, '/note')}
      />
    </OperationFrame>
  );
}

function DeleteDialog({ rule, onClose }: OfRule) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const request = useAlertRemoval(rule.id);
  return (
    <OperationFrame<string>
      title={t('alerts.deleteTitle', { name: rule.name })}
      confirm={t('alerts.delete')}
      name={t('alerts.delete')}
      request={request}
      toast={() => ({ title: t('alerts.deleted', { name: rule.name }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => request.send({})}
    >
      <div>{t('alerts.deleteEffect')}</div>
    </OperationFrame>
  );
}
