import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  aRetentionJob,
  aRun,
  aRunKept,
  aSnapshot,
  at,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { NoLogs } from '../logs/NoLogs';
import { KeptNote } from './KeptNote';
import { RetentionPage } from './RetentionPage';

jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 10_000 });

const open = (api: FakeWorkflowRuns) => {
  const toasts = { post: jest.fn(() => ({ close: () => {} })) };
  renderScreen(<RetentionPage />, api, '/', toasts);
  return { user: userEvent.setup(), toasts };
};
const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('the page of retention', () => {
  it('shows what is built in, which nobody can change there', async () => {
    open(new FakeWorkflowRuns());
    const table = await screen.findByRole('table', {
      name: 'How long runs are kept',
    });

    const [, all, failed] = within(table).getAllByRole('row');
    expect(all).toHaveTextContent('All runs30909030365400built in');
    expect(failed).toHaveTextContent('Failed–––90––built in');
    expect(within(table).queryByRole('textbox')).not.toBeInTheDocument();
  });

  it('saves a policy once it was previewed what it would delete', async () => {
    const api = new FakeWorkflowRuns();
    const { user, toasts } = open(api);
    await user.click(await button('Add policy'));
    await user.type(screen.getByLabelText('Tenant'), 'acme');
    await user.selectOptions(screen.getByLabelText('Status'), 'failed');
    await user.type(screen.getByLabelText('Runs, acme, Failed: days'), '700');
    expect(await button('Save')).toBeDisabled();
    await user.click(await button('Preview'));

    expect(
      await screen.findByText(
        'Would delete 12,381 runs and about 2.3 GB in all.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/14 held by the tag legal-hold · 3 not ended/),
    ).toBeInTheDocument();
    await user.click(await button('Save'));
    const draft = {
      policies: [
        {
          tenantId: 'acme',
          workflow: null,
          status: 'failed',
          days: { runs: 700 },
        },
      ],
      legalHoldTags: [],
    };
    await waitFor(() => expect(toasts.post).toHaveBeenCalledTimes(1));
    expect(callsOf(api, 'previewRetention')[0].input.body).toEqual(draft);
    expect(callsOf(api, 'changeRetention')[0].input.body).toEqual({
      ...draft,
      revision: 0,
    });
    expect(screen.getByLabelText('Runs, acme, Failed: days')).toHaveValue(
      '700',
    );
    expect(await button('Save')).toBeDisabled();
  });

  it('says which field is wrong and why, and asks nothing', async () => {
    const api = new FakeWorkflowRuns();
    const { user } = open(api);
    await user.click(await button('Add policy'));
    const logs = screen.getByLabelText('Log lines, All runs: days');

    expect(screen.getByRole('alert')).toHaveTextContent(
      'All runs: say for how long at least one of them is kept',
    );
    await user.type(logs, '400');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Log lines, All runs: longer than the runs themselves are kept',
    );
    expect(logs).toBeInvalid();
    await user.clear(logs);
    await user.type(logs, '1.5');
    expect(screen.getByRole('alert')).toHaveTextContent(
      'a whole number of days from 1 to 36,500',
    );
    expect(await button('Preview')).toBeDisabled();
    await user.click(await button('Discard changes'));
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(callsOf(api, 'previewRetention')).toEqual([]);
  });

  it('adds tags of legal holds, but not one that is every tag', async () => {
    const api = new FakeWorkflowRuns();
    const { user } = open(api);
    const field = await screen.findByLabelText('Tag');
    await user.type(field, '*{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('Every tag would hold');
    await user.clear(field);
    await user.type(field, 'audit-*{Enter}');

    expect(await button('Remove the tag audit-*')).toBeInTheDocument();
    await user.click(await button('Preview'));
    await waitFor(() =>
      expect(callsOf(api, 'previewRetention')[0].input.body).toEqual({
        policies: [],
        legalHoldTags: ['audit-*'],
      }),
    );
  });

  it('keeps what was typed where another was faster, and says so', async () => {
    const api = new FakeWorkflowRuns();
    const { user } = open(api);
    await user.type(await screen.findByLabelText('Tag'), 'x{Enter}');
    await user.click(await button('Preview'));
    await screen.findByText(/Would delete/);
    api.retention.retention = { ...api.retention.retention, revision: 9 };
    await user.click(await button('Save'));

    expect(
      await screen.findByText(/could not be saved: Somebody has changed it/),
    ).toBeInTheDocument();
    expect(await button('Remove the tag x')).toBeInTheDocument();
  });

  it('starts a job, shows how far it is, and stops it', async () => {
    const api = new FakeWorkflowRuns();
    const { user } = open(api);
    expect(
      await screen.findByText('Nothing was deleted yet'),
    ).toBeInTheDocument();
    await user.click(await button('Delete now'));
    await user.click(await button('Delete'));
    await button(/^Stop the job of/);
    expect(screen.getByRole('progressbar')).toHaveAttribute(
      'aria-valuenow',
      '0',
    );
    expect(await button('Delete now')).toBeDisabled();
    await user.click(await button(/^Stop the job of/));
    await user.click(await button('Stop the job'));

    await waitFor(() =>
      expect(callsOf(api, 'abortRetentionJob')[0].input.params).toEqual({
        retentionJobId: 'ret_1',
      }),
    );
    expect(await screen.findByText('Stopping')).toBeInTheDocument();
  });

  it('tells what each job has deleted, and what it could not', async () => {
    const api = new FakeWorkflowRuns();
    api.retention.jobs = [
      aRetentionJob({ errors: ['The disk is away'], errorCount: 2 }),
    ];
    open(api);

    expect(
      await screen.findByText(/1,234 runs · 402 files · 86,082 rows, 829 MB/),
    ).toHaveTextContent(
      '41,200 runs looked at · 14 held by the tag legal-hold' +
        '2 could not be deleted: The disk is away',
    );
  });

  it('says which permission is missing', async () => {
    const api = new FakeWorkflowRuns();
    api.fail(
      'getRetention',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'You need the permission workflow-runs.retention.manage',
      }),
    );
    open(api);

    expect(
      await screen.findByText(/workflow-runs\.retention\.manage/),
    ).toBeInTheDocument();
  });
});

describe('what was deleted of a run', () => {
  const partly = (name: string) => {
    const kept = aRunKept();
    return {
      ...kept,
      classes: kept.classes.map(each =>
        each.class === name
          ? { ...each, deletedAt: '2026-11-28T00:00:00.000Z', until: null }
          : each,
      ),
    };
  };
  const run = aRun({ status: 'completed', completedAt: at(60) });

  it('is said where it was, with the day', async () => {
    const api = new FakeWorkflowRuns();
    api.add({ ...aSnapshot({ run }), kept: partly('logs') });
    renderScreen(<NoLogs run={run} />, api);

    expect(await screen.findByText('The log lines were deleted')).toBeVisible();
    expect(screen.getByText(/^On 28 Nov 2026/)).toBeVisible();
  });

  it('is not asked of a run that goes on', async () => {
    const api = new FakeWorkflowRuns();
    const going = aRun({ status: 'running' });
    api.add({ ...aSnapshot({ run: going }), kept: partly('logs') });
    renderScreen(<NoLogs run={going} />, api);

    expect(
      await screen.findByText('Nothing has been logged yet'),
    ).toBeVisible();
    expect(callsOf(api, 'getRun')).toEqual([]);
  });

  it('comes with until when the rest is kept, or what holds it', async () => {
    const api = new FakeWorkflowRuns();
    const held = aRun({ ...run, id: 'run_held' });
    api.add({ ...aSnapshot({ run }) });
    api.add({
      ...aSnapshot({ run: held }),
      kept: aRunKept({ heldBy: { reason: 'legal_hold', tag: 'legal-hold' } }),
    });
    renderScreen(
      <>
        <KeptNote run={run} />
        <KeptNote run={held} />
      </>,
      api,
    );

    expect(await screen.findByText(/^Kept until 20 Nov 2027/)).toBeVisible();
    expect(await screen.findByText('Held by the tag legal-hold')).toBeVisible();
  });
});
