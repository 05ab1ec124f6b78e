import { useState } from 'react';
import Block from '@material-ui/icons/Block';
import Replay from '@material-ui/icons/Replay';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  hasEnded,
  useWorkflow,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { LaunchDialog } from '../launch/LaunchDialog';
import { CancelDialog } from './CancelDialog';
import { useRunHref } from './useRunHref';

/** What an operator most likely wants in the state that the run is in. */
export function RunActions(props: {
  run: Run;
  hrefOf?: (runId: string) => string;
}) {
  const { run, hrefOf } = props;
  return hasEnded(run.status) ? (
    <RunAgain run={run} hrefOf={hrefOf} />
  ) : (
    <Cancel run={run} />
  );
}

function Cancel(props: { run: Run }) {
  const { run } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <ActionButton
        variant="outlined"
        color="primary"
        startIcon={<Block />}
        action={run.allowedActions.cancel}
        onClick={() => setAsking(true)}
      >
        {t('cancel.button')}
      </ActionButton>
      {asking && <CancelDialog run={run} onClose={() => setAsking(false)} />}
    </>
  );
}

function RunAgain(props: { run: Run; hrefOf?: (runId: string) => string }) {
  const { run } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflow } = useWorkflow(run.workflow.ref);
  const pageOf = useRunHref();
  const [open, setOpen] = useState(false);
  return (
    <>
      <ActionButton
        variant="contained"
        color="primary"
        startIcon={<Replay />}
        action={workflow?.allowedActions.launch}
        onClick={() => setOpen(true)}
      >
        {t('again.button')}
      </ActionButton>
      {open && (
        <LaunchDialog
          workflowRef={run.workflow.ref}
          again={run}
          hrefOf={props.hrefOf ?? pageOf}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
