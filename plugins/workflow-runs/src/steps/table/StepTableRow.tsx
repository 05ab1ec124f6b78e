import { memo } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Step } from 'backstage-plugin-workflow-runs-common';
import {
  Duration,
  RedactedText,
  StatusChip,
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Retries } from './retries';
import { useTableStyles } from './tableStyles';

const none = <span aria-hidden>–</span>;

/** A step in the table. */
export const StepTableRow = memo(function StepTableRowContent(props: {
  id: string;
  step: Step;
  retries: Retries | undefined;
  index: number;
  top: number;
  selected: boolean;
  active: boolean;
  onSelect: (step: Step) => void;
}) {
  const { id, step, retries, index, top, selected, active, onSelect } = props;
  const classes = useTableStyles();
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const { tokens, computeMs } = step.resourceUsage;
  const passed = step.validation?.filter(each => each.passed).length ?? 0;
  const notPassed = (step.validation?.length ?? 0) - passed;
  const cells = [
    step.stepNumber,
    step.itemIndex < 0
      ? step.name
      : `${step.name} · ${t('steps.item', {
          number: String(step.itemIndex + 1),
        })}`,
    words('stepType', step.type),
    <StatusChip status={step.status} size="small" />,
    <Duration
      value={step.durationMs}
      from={step.startedAt}
      to={step.completedAt}
    />,
    step.attempts > 0
      ? joined([
          String(step.attempts),
          retries?.expected &&
            t('steps.table.expected', { retries: String(retries.expected) }),
          retries?.unexpected &&
            t('steps.table.unexpected', {
              retries: String(retries.unexpected),
            }),
        ])
      : none,
    joined([
      tokens !== null &&
        t('steps.table.tokens', { tokens: formats.number(tokens) }),
      computeMs !== null &&
        t('steps.table.compute', { duration: formats.duration(computeMs) }),
    ]) || none,
    joined([
      passed > 0 && t('steps.table.passed', { validators: String(passed) }),
      notPassed > 0 &&
        t('steps.table.notPassed', { validators: String(notPassed) }),
    ]) || none,
    step.error ? <RedactedText text={step.error.message} /> : none,
  ];
  return (
    // The grid has the focus and handles the keys; rows take clicks.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      role="row"
      id={id}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={[
        classes.columns,
        classes.row,
        selected ? classes.selected : '',
        active && !selected ? classes.active : '',
      ].join(' ')}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onSelect(step)}
    >
      {cells.map((cell, place) => (
        <div
          key={place}
          role="gridcell"
          className={classes.cell}
          title={place === cells.length - 1 ? step.error?.message : undefined}
        >
          {cell}
        </div>
      ))}
    </div>
  );
});

function joined(parts: (string | number | false | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
