import { useState } from 'react';
import MenuItem from '@material-ui/core/MenuItem';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RouteResult, Routes } from 'backstage-plugin-workflow-runs-common';
import {
  RedeliveryRange,
  useRangeRedelivery,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { OperationField, violationAt } from '../operate/fields';
import { OperationFrame } from '../operate/OperationFrame';

const DAY_MS = 86_400_000;

const useStyles = makeStyles(
  { times: { display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16 } },
  { name: 'WorkflowRunsRedeliverDialog' },
);

/** Delivers again what was to be delivered within a time: the last day, unless another is typed. */
export function RedeliverDialog(props: {
  webhookId: string;
  onClose: () => void;
}) {
  const { webhookId, onClose } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const again = useRangeRedelivery(webhookId);
  const [from, setFrom] = useState(() => typedOf(Date.now() - DAY_MS));
  // What has failed a moment ago is meant as well.
  const [to, setTo] = useState(() => typedOf(Date.now() + 60_000));
  const [which, setWhich] = useState<RedeliveryRange['which']>('failed');
  const isTyped = ![from, to].some(time => Number.isNaN(Date.parse(time)));
  return (
    <OperationFrame<RouteResult<Routes['redeliverWebhook']>>
      title={t('webhooks.range.title')}
      confirm={t('webhooks.range.title')}
      name={t('webhooks.range.title')}
      request={again}
      toast={({ count }) => ({ title: t('webhooks.range.done', { count }) })}
      hidden={false}
      onHide={onClose}
      onClose={onClose}
      onSubmit={() => {
        if (isTyped) again.send({ from: isoOf(from), to: isoOf(to), which });
      }}
    >
      <div className={classes.times}>
        <OperationField
          id="workflow-runs-again-from"
          type="datetime-local"
          label={t('webhooks.range.from')}
          value={from}
          onChange={setFrom}
          error={violationAt(again.error, '/from')}
          InputLabelProps={{ shrink: true }}
        />
        <OperationField
          id="workflow-runs-again-to"
          type="datetime-local"
          label={t('webhooks.range.to')}
          value={to}
          onChange={setTo}
          error={violationAt(again.error, '/to')}
          InputLabelProps={{ shrink: true }}
        />
      </div>
      <OperationField
        select
        id="workflow-runs-again-which"
        label={t('webhooks.range.which')}
        helperText={t('webhooks.range.hint')}
        value={which}
        onChange={value => setWhich(value as RedeliveryRange['which'])}
      >
        <MenuItem value="failed">{t('webhooks.range.failed')}</MenuItem>
        <MenuItem value="all">{t('webhooks.range.all')}</MenuItem>
      </OperationField>
    </OperationFrame>
  );
}

/** A time as a field of the browser has it: by the clock of the reader, to the minute. */
function typedOf(time: number): string {
  const local = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function isoOf(typed: string): string {
  return new Date(typed).toISOString();
}
