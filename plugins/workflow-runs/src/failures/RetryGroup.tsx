import { useState } from 'react';
import Replay from '@material-ui/icons/Replay';
import { ButtonProps } from '@material-ui/core/Button';
import { BulkJob, FailureGroup } from 'backstage-plugin-workflow-runs-common';
import { ActionButton, sizes } from 'backstage-plugin-workflow-runs-react';
import { BulkDialog } from '../bulk/BulkDialog';
import { titleOf, useFailureWords } from './useFailureWords';

/** What can be done to which of them, the dialog says. */
const ASKING = { allowed: true, reason: null };

/** A button that retries all runs that are failed so, as a bulk job; where there is none, there is no button. */
export function RetryGroup(props: {
  group: FailureGroup;
  variant: ButtonProps['variant'];
  size?: ButtonProps['size'];
  hrefOf: (runId: string) => string;
  onStarted: (job: BulkJob) => void;
}) {
  const { group, variant, size, hrefOf, onStarted } = props;
  const words = useFailureWords();
  const [opener, setOpener] = useState<HTMLElement>();
  if (group.failed.count === 0) return null;
  const label = words.retry(group.failed);
  return (
    <>
      <ActionButton
        action={ASKING}
        variant={variant}
        size={size}
        color={variant === 'contained' ? 'primary' : undefined}
        startIcon={<Replay style={{ fontSize: sizes.icon }} />}
        aria-label={`${label}: ${titleOf(group)}`}
        onClick={event => setOpener(event.currentTarget)}
      >
        {label}
      </ActionButton>
      {opener && (
        <BulkDialog
          action="retry"
          choice={{ filter: { failureGroup: [group.id] } }}
          count={words.count(group.failed)}
          hrefOf={hrefOf}
          onStarted={job => {
            setOpener(undefined);
            onStarted(job);
          }}
          onClose={() => {
            setOpener(undefined);
            // The dialog has to be gone first: until then it keeps the focus.
            setTimeout(() => opener.focus());
          }}
        />
      )}
    </>
  );
}
