import { useRef, useState } from 'react';
import Edit from '@material-ui/icons/Edit';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { entityName } from '../layout/entityName';
import { Fact } from '../layout/Fact';
import { AssignDialog } from './AssignDialog';

const useStyles = makeStyles(
  {
    change: {
      minWidth: 0,
      minHeight: 20,
      height: 20,
      marginLeft: 4,
      padding: '0 4px',
      verticalAlign: 'top',
      '& svg': { fontSize: 14 },
      '&[aria-disabled="true"], &[aria-disabled="true"]:hover': {
        backgroundColor: 'transparent',
      },
    },
  },
  { name: 'WorkflowRunsOwner' },
);

/** Who looks after the run, and the way to say that somebody else does. */
export function OwnerFact(props: { run: Run }) {
  const { run } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <Fact label={t('run.owner')} title={run.owner ?? undefined}>
      {run.owner ? entityName(run.owner) : t('run.none')}
      <ActionButton
        buttonRef={opener}
        size="small"
        className={classes.change}
        aria-label={t('assign.change')}
        action={run.allowedActions.assign}
        onClick={() => setOpen(true)}
      >
        <Edit />
      </ActionButton>
      {open && (
        <AssignDialog
          run={run}
          onClose={() => {
            setOpen(false);
            // The dialog has to be gone first: until then it keeps the focus.
            setTimeout(() => opener.current?.focus());
          }}
        />
      )}
    </Fact>
  );
}
