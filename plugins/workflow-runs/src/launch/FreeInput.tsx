import { useEffect, useRef } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  RowsSkeleton,
  useLatestRuns,
  usePayloads,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { inputViolations } from '../operate/bodyViolation';
import { JsonInputForm } from './JsonInputForm';
import { Prefill, withoutRedactions } from './withoutRedactions';

interface FreeInputProps {
  id: string;
  /** `<engine>/<name>` */
  workflow: string;
  /** What the backend has said of the launch. */
  error: unknown;
  onChange: () => void;
  onSubmit: (input: Record<string, Json>) => void;
  /** Called once it can be submitted. */
  onReady: () => void;
}

/** The input of a workflow that is defined elsewhere, from what its last run was given. */
export function FreeInput(props: FreeInputProps) {
  const { runs, loading } = useLatestRuns(
    { workflow: [props.workflow] },
    { limit: 1 },
  );
  // A run that comes in while somebody types must not take that away.
  const before = useRef<string | null>();
  if (!loading && before.current === undefined) {
    before.current = runs[0]?.id ?? null;
  }
  if (before.current === undefined) {
    return <RowsSkeleton rows={3} rowHeight={56} />;
  }
  return before.current === null ? (
    <Input {...props} example={undefined} />
  ) : (
    <InputLikeBefore {...props} runId={before.current} />
  );
}

/** An example is a help and no more: where it cannot be read, the form is empty. */
function InputLikeBefore(props: FreeInputProps & { runId: string }) {
  const { items, loading } = usePayloads(props.runId);
  if (loading) return <RowsSkeleton rows={3} rowHeight={56} />;
  const input = items.find(
    item => item.stepKey === null && item.direction === 'input',
  );
  return (
    <Input
      {...props}
      example={
        input && !input.truncated ? withoutRedactions(input.value) : undefined
      }
    />
  );
}

function Input(props: FreeInputProps & { example: Prefill | undefined }) {
  const { id, error, example, onChange, onSubmit, onReady } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  useEffect(onReady, []);
  const [violation] = inputViolations(error);
  const hint = () => {
    if (!example) return t('launch.freeHint');
    return example.redacted
      ? t('launch.exampleRedacted')
      : t('launch.exampleHint');
  };
  return (
    <JsonInputForm
      id={id}
      field="workflow-runs-launch-input"
      label={t('launch.input')}
      hint={hint()}
      initial={example?.input ?? {}}
      error={violation && `${violation.pointer}: ${violation.message}`}
      onChange={onChange}
      onSubmit={onSubmit}
    />
  );
}
