import { useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  shortenId,
  useRepeatRun,
  useWords,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LaunchOptions, optionsFrom, requestOptions } from '../launch/options';
import { OptionFields, TagsField } from '../launch/OptionsSection';
import { ReasonField } from './fields';
import { OperationDialogProps } from './OperationDialog';
import { OperationFrame } from './OperationFrame';
import { Effect, Outlook } from './Effects';
import { retryOutlook } from './outlook';
import { InputMode, RepeatInput } from './RepeatInput';
import { VersionField } from './VersionField';
import { VersionChoice, schemaOf, versionAsked } from './version';

const FORM = 'workflow-runs-repeat-form';

/** Launches a run like this one: its repetition, or a clone of which more may differ. */
export function RepeatDialog(
  props: OperationDialogProps & {
    mode: 'rerun' | 'clone';
    hrefOf: (runId: string) => string;
  },
) {
  const { snapshot, mode, hrefOf, ...dialog } = props;
  const { run, steps } = snapshot;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { workflow, error: workflowError } = useWorkflow(run.workflow.ref);
  const [inputMode, setInputMode] = useState<InputMode>('same');
  const [fromStep, setFromStep] = useState('');
  const [version, setVersion] = useState<VersionChoice>({ kind: 'newest' });
  const [options, setOptions] = useState<LaunchOptions>(() => optionsFrom(run));
  const [reason, setReason] = useState('');
  const rerun = useRepeatRun(run.id, 'rerun');
  const clone = useRepeatRun(run.id, 'cloneRun');
  const request = mode === 'rerun' ? rerun : clone;

  // Versions, environments and priorities are the business of an engine elsewhere.
  const isElsewhere = workflow?.definition === null;
  const Fields = isElsewhere ? TagsField : OptionFields;
  const { environment, priority, tags } = requestOptions(options);
  const submit = (input: Record<string, Json> | undefined) => {
    const asked = { input, version: versionAsked(version, run) };
    if (mode === 'clone') {
      clone.send(
        isElsewhere
          ? { ...asked, tags }
          : { ...asked, environment, priority, tags },
      );
      return;
    }
    rerun.send({
      ...asked,
      fromStep: inputMode === 'fromStep' ? fromStep : undefined,
      reason: reason.trim() || undefined,
    });
  };
  const partly = retryOutlook(steps, fromStep || undefined);
  return (
    <OperationFrame
      {...dialog}
      title={t(`operate.${mode}.title`, { workflow: run.workflow.title })}
      confirm={t(`operate.${mode}.confirm`)}
      name={words('action', mode)}
      request={request}
      formId={FORM}
      toast={({ runId }) => ({
        title: t('operate.launchedToast', { action: words('action', mode) }),
        links: [
          {
            label: t('operate.openRun', { id: shortenId(runId) }),
            href: hrefOf(runId),
          },
        ],
      })}
    >
      <span>
        {t(`operate.${mode}.text`)}{' '}
        {run.businessEventId &&
          t('operate.rerun.businessEvent', { event: run.businessEventId })}
      </span>
      {!isElsewhere && (
        <VersionField
          form={FORM}
          run={run}
          newest={workflow?.version}
          value={version}
          onChange={setVersion}
          error={request.error}
        />
      )}
      <RepeatInput
        form={FORM}
        run={run}
        steps={steps}
        modes={
          mode === 'rerun' && !isElsewhere
            ? ['same', 'edited', 'fromStep']
            : ['same', 'edited']
        }
        mode={inputMode}
        onMode={setInputMode}
        fromStep={fromStep}
        onFromStep={setFromStep}
        schema={schemaOf(version, run, workflow)}
        loading={!workflow && !workflowError}
        error={request.error}
        onSubmit={submit}
      />
      {mode === 'clone' && (
        <div
          style={{
            display: 'grid',
            gridTemplateColumns: 'repeat(2, minmax(0, 1fr))',
            gap: 16,
          }}
        >
          <Fields
            options={options}
            onChange={change => setOptions({ ...options, ...change })}
          />
        </div>
      )}
      {mode === 'rerun' && inputMode === 'fromStep' && fromStep !== '' && (
        <Outlook>
          <Effect status="running" steps={partly.repeated}>
            {t('operate.rerun.again', { count: partly.repeated.length })}
          </Effect>
          {partly.kept.length > 0 && (
            <Effect status="completed" steps={partly.kept}>
              {t('operate.rerun.takenOver', { count: partly.kept.length })}
            </Effect>
          )}
        </Outlook>
      )}
      {mode === 'rerun' && <ReasonField value={reason} onChange={setReason} />}
    </OperationFrame>
  );
}
