import { useState } from 'react';
import PlayArrow from '@material-ui/icons/PlayArrow';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { AllowedAction, Workflow } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LaunchDialog } from './LaunchDialog';

/** Which workflow may be launched is said when one is chosen. */
const always: AllowedAction = { allowed: true, reason: null };

/** Opens the launch form of a workflow; without one, the reader chooses. */
export function LaunchButton(props: {
  workflow?: Workflow;
  /** The workflow is given but not loaded yet. */
  loading?: boolean;
  hrefOf: (runId: string) => string;
}) {
  const { workflow, loading = false, hrefOf } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <>
      <ActionButton
        variant="contained"
        color="primary"
        startIcon={<PlayArrow />}
        action={loading ? undefined : workflow?.allowedActions.launch ?? always}
        onClick={() => setOpen(true)}
      >
        {workflow || loading ? t('launch.buttonRun') : t('launch.button')}
      </ActionButton>
      {open && (
        <LaunchDialog
          workflowRef={workflow?.ref}
          hrefOf={hrefOf}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
