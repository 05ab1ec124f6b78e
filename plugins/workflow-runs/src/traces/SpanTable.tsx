import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  CopyButton,
  Duration,
  monospace,
  StatusChip,
  stepIdOf,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';

/** A table draws each of its rows: what is more is drawn when it is asked for. */
const PAGE = 200;

/** Spans of steps: of each its latest attempt. */
export function SpanTable(props: { steps: readonly Step[] }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [most, setMost] = useState(PAGE);
  const shown = props.steps.slice(0, most);
  const left = props.steps.length - shown.length;
  const nameOf = (step: Step) =>
    step.itemIndex < 0 ? step.name : `${step.name} [${step.itemIndex}]`;
  return (
    <>
      <DataTable
        label={t('traces.spans')}
        items={shown}
        idOf={stepIdOf}
        columns={[
          {
            id: 'step',
            label: t('traces.step'),
            cell: step => <strong>{nameOf(step)}</strong>,
          },
          {
            id: 'status',
            label: t('traces.status'),
            width: 140,
            cell: step => <StatusChip status={step.status} size="small" />,
          },
          {
            id: 'attempt',
            label: t('traces.attempt'),
            width: 160,
            cell: step =>
              step.attempts > 1 ? (
                <span title={t('traces.older', { count: step.attempts - 1 })}>
                  {step.attempts} ·{' '}
                  {t('traces.latest', { number: String(step.attempts) })}
                </span>
              ) : (
                step.attempts
              ),
          },
          {
            id: 'duration',
            label: t('traces.duration'),
            number: true,
            width: 120,
            cell: step => (
              <Duration
                value={step.durationMs}
                from={step.startedAt}
                to={step.completedAt}
              />
            ),
          },
          {
            id: 'span',
            label: t('traces.span'),
            width: 220,
            cell: step => (
              <span style={{ whiteSpace: 'nowrap' }}>
                <span style={{ fontFamily: monospace, fontSize: 12 }}>
                  {step.spanId}
                </span>{' '}
                <CopyButton
                  text={step.spanId ?? ''}
                  label={t('traces.copySpan', { step: nameOf(step) })}
                />
              </span>
            ),
          },
        ]}
      />
      {left > 0 && (
        <TextButton
          size="small"
          style={{ margin: 8 }}
          onClick={() => setMost(most + PAGE)}
        >
          {t('traces.more', { number: String(Math.min(left, PAGE)) })}
        </TextButton>
      )}
    </>
  );
}
