import { lazy, Suspense, useState } from 'react';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Json, WorkflowDetail } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  describeError,
  RowsSkeleton,
  useLaunch,
  workflowRunsTranslationRef,
  TextButton,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../layout/dialogActions';
import { Notice } from '../layout/Notice';

import { LaunchOptions, optionsFrom, requestOptions } from './options';
import { OptionsSection } from './OptionsSection';
import { FreeInput } from './FreeInput';
import { hasNoSchema, takesInput } from './takesInput';
import { errorSchemaOf } from './violations';

const InputForm = lazy(() => import('./InputForm'));
const FORM = 'workflow-runs-launch-form';

/** Input and options of a launch. */
export function LaunchForm(props: {
  workflow: WorkflowDetail;
  onLaunched: (runId: string) => void;
  onDiscard: () => void;
}) {
  const { workflow, onLaunched, onDiscard } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [input, setInput] = useState<Record<string, Json>>({});
  const [options, setOptions] = useState<LaunchOptions>(() => optionsFrom());
  // The form is a chunk of its own: until it is there, nothing can be submitted.
  const [ready, setReady] = useState(false);
  const launch = useLaunch({ onLaunched: ({ runId }) => onLaunched(runId) });
  const failure = launch.error ? describeError(launch.error) : undefined;
  const free = hasNoSchema(workflow);

  const submit = (checked: Record<string, Json>) =>
    launch.send({
      workflow: workflow.ref,
      input: checked,
      ...requestOptions(options),
    });

  return (
    <>
      <DialogContent>
        {workflow.description && (
          <DialogContentText>{workflow.description}</DialogContentText>
        )}
        {free ? (
          <FreeInput
            id={FORM}
            workflow={workflow.ref}
            error={launch.error}
            onChange={launch.reset}
            onSubmit={submit}
            onReady={() => setReady(true)}
          />
        ) : (
          <>
            {!takesInput(workflow.inputSchema) && (
              <DialogContentText>{t('launch.noInput')}</DialogContentText>
            )}
            <Suspense fallback={<RowsSkeleton rows={3} rowHeight={56} />}>
              <InputForm
                id={FORM}
                schema={workflow.inputSchema}
                input={input}
                extraErrors={errorSchemaOf(failure?.violations ?? [])}
                onChange={next => {
                  setInput(next);
                  if (JSON.stringify(next) !== JSON.stringify(input)) {
                    launch.reset();
                  }
                }}
                onSubmit={submit}
                onReady={() => setReady(true)}
              />
            </Suspense>
          </>
        )}
        <OptionsSection
          options={options}
          onChange={change => {
            setOptions(before => ({ ...before, ...change }));
            launch.reset();
          }}
        />
        {failure && (
          <Notice tone="failed" role="alert">
            {failure.violations.length > 0
              ? t('launch.invalid')
              : t('launch.failed', { message: failure.message })}
          </Notice>
        )}
      </DialogContent>
      <DialogActions style={dialogActions}>
        <TextButton onClick={onDiscard}>{t('launch.dismiss')}</TextButton>
        <ActionButton
          variant="contained"
          color="primary"
          type="submit"
          form={FORM}
          action={workflow.allowedActions.launch}
          busy={!ready || launch.isPending}
        >
          {launch.isPending ? t('launch.submitting') : t('launch.submit')}
        </ActionButton>
      </DialogActions>
    </>
  );
}
