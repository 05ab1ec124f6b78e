import { ExecutionMonitor } from 'backstage-plugin-workflow-runs-react';
import { inTurn, press, see } from '../acts';
import {
  breakdown,
  failing,
  offline,
  portal,
  refusal,
  runOf,
  silent,
  unused,
} from '../backends';
import { passTime } from '../frozenClock';
import { GalleryScreen, GalleryState } from '../screen';
import { unusualRuns } from '../unusual';

/** A run as another plugin embeds it. */
const of = (
  runId: string,
  state: Partial<GalleryState> & { sees: string },
): GalleryState => ({
  element: (
    <main style={{ maxWidth: 880, margin: 24 }}>
      <ExecutionMonitor
        workspaceId="default"
        workflowId="embedded/trial_activation"
        executionId={runId}
      />
    </main>
  ),
  backend: portal,
  ...state,
});

const AGE_MS = 72_000;

export const monitor: GalleryScreen = {
  title: 'Monitor to embed',
  states: {
    running: of(runOf('running'), { sees: 'Checked every' }),
    failed: of(runOf('failed'), { sees: 'Failed' }),
    completed: of(runOf('completed'), { sees: 'Completed' }),
    canceled: of(runOf('canceled'), { sees: 'Canceled' }),
    'thousand-steps': of(runOf('thousand'), { sees: 'Completed' }),
    'no-steps': of(runOf('new'), { sees: 'Queued' }),
    'cancel-asked': of(runOf('running'), {
      act: inTurn(see(/Checked every/), press('Cancel run')),
      sees: 'A canceled run',
    }),
    refused: of(runOf('failed'), {
      backend: failing(portal, breakdown(), 'retryRun'),
      act: inTurn(see('Failed'), press('Retry')),
      sees: 'That was not possible',
    }),
    loading: of(runOf('running'), {
      backend: silent(portal, 'getRun'),
      sees: 'Loading',
    }),
    missing: of('run_gone', {
      backend: unused,
      sees: 'This run does not exist or you may not see it',
    }),
    error: of(runOf('running'), {
      backend: failing(portal, breakdown(), 'getRun'),
      sees: 'The run could not be loaded',
    }),
    forbidden: of(runOf('running'), {
      backend: failing(portal, refusal(), 'getRun'),
      sees: 'You may not see this',
    }),
    stale: of(runOf('running'), {
      act: inTurn(
        see(/Checked every/),
        async api => {
          passTime(AGE_MS);
          api.fail('getRun', offline());
        },
        press('Refresh'),
      ),
      sees: 'Shown as of',
    }),
    'long-names': of('run_long', { backend: unusualRuns, sees: 'Reconcile' }),
    'right-to-left': of('run_rtl', { backend: unusualRuns, sees: 'שלום' }),
    'unknown-status': of('run_unknown', {
      backend: unusualRuns,
      sees: 'Winter sleep',
    }),
  },
};
