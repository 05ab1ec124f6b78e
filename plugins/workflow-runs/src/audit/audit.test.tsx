import { configure, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anAuditEntry,
  apiError,
  aRun,
  aSnapshot,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { saveFile } from '../layout/saveFile';
import { KeysPage } from '../sealing-keys/KeysPage';
import { AccessDialog } from './AccessDialog';
import { AuditPage } from './AuditPage';
import { auditFilterOf, withAuditFilters } from './auditAddress';
import { changeOf } from './changeOf';

jest.mock('../layout/saveFile', () => ({ saveFile: jest.fn() }));
jest.setTimeout(90_000);
configure({ asyncUtilTimeout: 10_000 });

const RUN = aRun().id;

function open(
  element: JSX.Element,
  prepare: (api: FakeWorkflowRuns) => void = () => {},
  path = '/',
) {
  const api = new FakeWorkflowRuns();
  api.add(aSnapshot());
  prepare(api);
  const toasts = { post: jest.fn(() => ({ close: () => {} })) };
  renderScreen(element, api, path, toasts);
  return { api, toasts, user: userEvent.setup() };
}
const address = () => screen.getByTestId('address').textContent;
const last = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id).at(-1)?.input;

describe('the trail of the portal', () => {
  const two = (api: FakeWorkflowRuns) => {
    api.audit.items = [
      anAuditEntry({
        id: 'a',
        before: { status: 'running' },
        after: { status: 'canceled' },
        origin: {
          remoteAddress: '10.1.2.3',
          userAgent: 'curl',
          requestId: 'r1',
        },
      }),
      anAuditEntry({
        id: 'b',
        action: 'export',
        actor: 'user:default/viewer',
        outcome: 'refused',
        runId: 'run_gone',
        isRunKept: false,
        refusal: { permission: 'workflow-runs.run.export', runStatus: null },
      }),
    ];
  };

  it('tells who, from where, what was before and after, and what stood in the way', async () => {
    open(<AuditPage />, two);
    const [, canceled, refused] = await screen.findAllByRole('row');

    expect(canceled).toHaveTextContent('operatorFrom 10.1.2.3');
    expect(canceled).toHaveTextContent('CancelRunning → Canceled');
    expect(within(canceled).getByRole('link')).toHaveAttribute(
      'href',
      `/workflow-runs/runs/${RUN}?tab=audit`,
    );
    expect(refused).toHaveTextContent('RefusedNeeds workflow-runs.run.export');
    expect(refused).toHaveTextContent('The run is deleted');
    expect(within(refused).queryByRole('link')).not.toBeInTheDocument();
  });

  it('asks for what the address says, and puts what is typed into it', async () => {
    const { api, user } = open(<AuditPage />, two, '/?outcome=refused');
    await screen.findByText(/The run is deleted/);
    expect(last(api, 'listAudit')?.query).toMatchObject({ outcome: 'refused' });
    await user.type(
      screen.getByLabelText('Who, as user:default/ada'),
      'user:default/viewer{Enter}',
    );

    expect(address()).toBe('/?outcome=refused&actor=user%3Adefault%2Fviewer');
    await user.click(screen.getByText('Clear filters'));
    expect(address()).toBe('/');
    await screen.findByText('Running → Canceled');
  });

  it('names what was done to which thing, and is asked for it', async () => {
    const { api, user } = open(
      <AuditPage />,
      trail => {
        trail.audit.items = [
          anAuditEntry({
            event: 'webhook-mutate',
            action: 'rotate_secret',
            runId: null,
            workflow: null,
            details: { webhookId: 'whk_1', name: 'Pager' },
          }),
        ];
      },
      '/?action=rotate_secret',
    );
    const cell = await screen.findByText('Pager');
    expect(cell.closest('td')).toHaveTextContent(
      'Rotate secret of webhookPager',
    );
    const choice = screen.getByLabelText('Action');
    expect(choice).toHaveDisplayValue('Rotate secret');
    await user.selectOptions(choice, 'Delete alert rule');

    expect(address()).toBe('/?action=delete&event=alert-rule-mutate');
    expect(last(api, 'listAudit')?.query).toMatchObject({
      event: 'alert-rule-mutate',
      action: 'delete',
    });
  });

  it('is saved as it is filtered', async () => {
    const { api, user } = open(<AuditPage />, two, '/?action=cancel');
    await user.click(await screen.findByText('Export', { selector: 'span' }));
    await user.click(await screen.findByText('JSON lines'));

    expect(last(api, 'exportAudit')?.query).toEqual({
      action: 'cancel',
      format: 'jsonl',
    });
    expect(saveFile).toHaveBeenCalledWith(
      expect.anything(),
      'workflow-runs-audit.jsonl',
    );
  });

  it('says which permission is missing', async () => {
    open(<AuditPage />, api =>
      api.fail(
        'listAudit',
        apiError(403, {
          name: 'NotAllowedError',
          message: 'You need the permission workflow-runs.audit.read',
        }),
      ),
    );

    expect(await screen.findByText(/workflow-runs.audit.read/)).toBeVisible();
  });
});

describe('who can see a run', () => {
  it('is told for one user, with what cannot be known', async () => {
    const { api, user } = open(<AccessDialog runId={RUN} onClose={() => {}} />);
    await screen.findByText(/A permission policy is code/);
    await user.type(
      screen.getByLabelText(/Ask about a user or group/),
      ' user:default/ada{Enter}',
    );

    expect(
      await screen.findByText(/user:default\/ada can see it/),
    ).toBeInTheDocument();
    expect(last(api, 'explainAccess')).toMatchObject({
      params: { runId: RUN },
      query: { principal: 'user:default/ada' },
    });
    expect(screen.getByText('owns the workflow')).toBeInTheDocument();
  });
});

describe('the keys', () => {
  it('say what cannot be opened, and how a rotation goes', async () => {
    open(<KeysPage />, api => {
      api.audit.keys = {
        items: [
          { id: 'new', isConfigured: true, isActive: true, runs: 5 },
          { id: 'lost', isConfigured: false, isActive: false, runs: 2 },
        ],
        unreadable: 2,
        isGenerated: true,
        rotation: { left: 1, isUnderWay: false },
      };
    });

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'What engines keep of 2 runs cannot be opened',
    );
    expect(screen.getByText(/generated for development/)).toBeVisible();
    expect(screen.getByText(/within a minute/)).toBeVisible();
    expect(screen.getByText('Not configured: cannot be opened')).toBeVisible();
  });

  it('are shredded with a reason, and what it costs is said before', async () => {
    const { api, user, toasts } = open(<KeysPage />);
    await user.click(await screen.findByText('Shred keys …'));
    expect(screen.getByText(/can no longer be retried/)).toBeVisible();
    await user.type(screen.getByLabelText(/Id of the run/), RUN);
    await user.type(screen.getByLabelText(/Reason/), 'asked for');
    await user.click(screen.getByRole('button', { name: 'Shred' }));

    await screen.findByText('Active: seals what is new');
    expect(last(api, 'shredKeys')?.body).toEqual({
      runId: RUN,
      reason: 'asked for',
    });
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({
        title: 'The keys of 1 runs are shredded; 0 runs go on',
      }),
    );
  });
});

describe('changeOf', () => {
  it.each([
    [null, null, undefined],
    [{ status: 'running' }, { status: 'running' }, undefined],
    [{ status: 'running' }, null, undefined],
    [
      { tags: ['a', 'b'] },
      { tags: ['b', 'c'] },
      { kind: 'tags', added: ['c'], removed: ['a'] },
    ],
    [{ owner: 'x' }, { owner: null }, { kind: 'owner', owner: null }],
    [
      { status: 'running' },
      { status: 'canceled' },
      { kind: 'status', before: 'running', after: 'canceled' },
    ],
    [
      null,
      { shredded: 1 },
      { kind: 'other', before: null, after: { shredded: 1 } },
    ],
    [
      { tags: 'none' },
      { tags: [1] },
      { kind: 'other', before: { tags: 'none' }, after: { tags: [1] } },
    ],
  ])('of %j and %j is %j', (before, after, change) => {
    expect(changeOf({ before, after } as any)).toEqual(change);
  });
});

describe('the address of the trail', () => {
  it('leaves out what the backend would not take, and counts the last day', () => {
    const of = (query: string) => auditFilterOf(new URLSearchParams(query));
    const day = (text: string) => new Date(`${text}T00:00:00`).toISOString();

    expect(of('outcome=odd&actor=&nonsense=1&from=never')).toEqual({});
    expect(of('from=2026-11-01&to=2026-11-02')).toEqual({
      from: day('2026-11-01'),
      to: day('2026-11-03'),
    });
    const params = withAuditFilters(new URLSearchParams('run=a'), {
      run: ' ',
    });
    expect(params.toString()).toBe('');
  });
});
