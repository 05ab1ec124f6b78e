import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  aPayload,
  aSnapshot,
  aWorkflow,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { LaunchButton } from './LaunchButton';
import { LaunchDialog } from './LaunchDialog';

jest.setTimeout(30_000);

const refused = { allowed: false, reason: 'You need workflow-runs.run.launch' };
const hrefOf = (runId: string) => `/runs/${runId}`;

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [
    aWorkflow(),
    aWorkflow({
      name: 'forbidden',
      title: 'Forbidden',
      allowedActions: { launch: refused },
    }),
  ];
  return api;
}
const launches = (api: FakeWorkflowRuns) =>
  api.calls.filter(call => call.id === 'launch');

describe('launching', () => {
  it('goes from a workflow over its form to the run', async () => {
    const user = userEvent.setup();
    const api = backend();
    renderScreen(<LaunchButton hrefOf={hrefOf} />, api);
    await user.click(
      await screen.findByRole('button', { name: 'Launch workflow' }),
    );
    const list = await screen.findByRole('list', { name: 'Choose a workflow' });
    const forbidden = within(list).getByRole('button', { name: /Forbidden/ });
    expect(forbidden).toHaveTextContent('You need workflow-runs.run.launch');
    await user.click(forbidden);
    expect(screen.getByText('Launch a workflow')).toBeInTheDocument();

    await user.click(
      within(list).getByRole('button', { name: /Trial activation/ }),
    );
    const account = await screen.findByRole(
      'textbox',
      { name: /Account/ },
      { timeout: 20_000 },
    );
    expect(screen.getByLabelText(/Seats/)).toHaveValue(5);
    await user.type(account, 'acc_1');
    await user.click(screen.getByText('Options'));
    await user.type(screen.getByLabelText('Tags'), 'eu, trial');
    await user.type(screen.getByLabelText('Business event id'), 'evt_1');
    await user.click(screen.getByRole('button', { name: 'Launch' }));

    await waitFor(() =>
      expect(screen.getByTestId('address')).toHaveTextContent(
        '/runs/run_launched',
      ),
    );
    expect(launches(api)).toEqual([
      {
        id: 'launch',
        key: expect.any(String),
        input: {
          body: {
            workflow: 'embedded/trial_activation',
            input: { account: 'acc_1', seats: 5 },
            environment: 'prod',
            priority: 'normal',
            tags: ['eu', 'trial'],
            businessEventId: 'evt_1',
          },
        },
      },
    ]);
  });

  it('shows at the field what the form or the backend found wrong', async () => {
    const user = userEvent.setup();
    const api = backend();
    renderScreen(<LaunchButton workflow={aWorkflow()} hrefOf={hrefOf} />, api);
    await user.click(await screen.findByRole('button', { name: 'Launch run' }));
    const account = await screen.findByRole(
      'textbox',
      { name: /Account/ },
      { timeout: 20_000 },
    );
    const submit = screen.getByRole('button', { name: 'Launch' });
    await user.click(submit);
    expect(await screen.findByText(/required property/)).toBeInTheDocument();
    expect(launches(api)).toEqual([]);

    await user.type(account, 'acc_1');
    api.fail(
      'launch',
      apiError(400, {
        violations: [
          { pointer: '/account', rule: 'x', message: 'is not known' },
        ],
      }),
    );
    await user.click(submit);
    expect(await screen.findByText('is not known')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent('See the fields');

    // A lost answer: the same key again, so that it cannot launch twice.
    api.fail('launch', new TypeError('Failed to fetch'));
    await user.type(account, '2');
    await user.click(submit);
    expect(await screen.findByText(/Failed to fetch/)).toBeInTheDocument();
    api.fail('launch', undefined);
    await user.click(submit);
    await waitFor(() => expect(launches(api)).toHaveLength(3));
    const [first, second, third] = launches(api).map(call => call.key);
    expect(second).not.toBe(first);
    expect(third).toBe(second);
  });

  it('says why it is refused', async () => {
    renderScreen(
      <LaunchButton
        workflow={aWorkflow({ allowedActions: { launch: refused } })}
        hrefOf={hrefOf}
      />,
      backend(),
    );
    expect(
      await screen.findByRole('button', { name: /Launch run|You need/ }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('says where an engine has no definition here', async () => {
    const api = backend();
    api.workflows = [
      {
        ...aWorkflow({
          allowedActions: {
            launch: { allowed: false, reason: 'This engine cannot launch' },
          },
        }),
        definition: null,
      },
    ];
    renderScreen(
      <LaunchDialog
        workflowRef="embedded/trial_activation"
        hrefOf={hrefOf}
        onClose={() => {}}
      />,
      api,
    );
    expect(
      await screen.findByText('This engine has no definition here'),
    ).toBeInTheDocument();
    expect(screen.getByText('This engine cannot launch')).toBeInTheDocument();
  });

  describe('a workflow that is defined elsewhere', () => {
    function show(payloads: FakeRun['payloads']) {
      const api = backend();
      api.workflows = [{ ...aWorkflow(), definition: null, inputSchema: {} }];
      api.add({ ...aSnapshot(), payloads });
      renderScreen(
        <LaunchDialog
          workflowRef="embedded/trial_activation"
          hrefOf={hrefOf}
          onClose={() => {}}
        />,
        api,
      );
      return { api, user: userEvent.setup() };
    }

    it('takes JSON, from what its last run was given', async () => {
      const value = { account: 'acc_1', mail: '[redacted:e-mail]' };
      const { api, user } = show([aPayload({ value })]);
      const input = await screen.findByLabelText('Input (JSON)');
      expect(JSON.parse((input as HTMLTextAreaElement).value)).toEqual({
        account: 'acc_1',
      });
      expect(screen.getByText(/Fill that in/)).toBeInTheDocument();
      await user.clear(input);
      await user.type(input, '[[1]');
      await user.click(screen.getByRole('button', { name: 'Launch' }));
      expect(
        screen.getByText('It has to be a JSON object: { … }'),
      ).toBeInTheDocument();
      expect(launches(api)).toEqual([]);
      await user.clear(input);
      await user.type(input, '{{"account": "acc_2"}');
      await user.click(screen.getByRole('button', { name: 'Launch' }));
      await waitFor(() =>
        expect(launches(api)[0]?.input.body).toMatchObject({
          workflow: 'embedded/trial_activation',
          input: { account: 'acc_2' },
        }),
      );
    });

    it.each([
      ['nothing is kept of its last run', []],
      ['its last input was cut', [aPayload({ truncated: true })]],
    ])('begins empty where %s', async (_, payloads) => {
      show(payloads);
      expect(await screen.findByLabelText('Input (JSON)')).toHaveValue('{}');
      expect(screen.getByText(/Its engine says/)).toBeInTheDocument();
    });
  });

  it('says when there is nothing to launch, or when it cannot be read', async () => {
    const user = userEvent.setup();
    const api = new FakeWorkflowRuns();
    const { unmount } = renderScreen(<LaunchButton hrefOf={hrefOf} />, api);
    const open = async () =>
      user.click(
        await screen.findByRole('button', { name: 'Launch workflow' }),
      );
    await open();
    expect(
      await screen.findByText('There is no workflow that you may see'),
    ).toBeInTheDocument();
    unmount();

    const broken = new FakeWorkflowRuns();
    broken.fail('listWorkflows', apiError(400));
    renderScreen(<LaunchButton hrefOf={hrefOf} />, broken);
    await open();
    expect(
      await screen.findByText('The workflows could not be loaded'),
    ).toBeInTheDocument();
  });

  it('finds one of many', async () => {
    const user = userEvent.setup();
    const api = new FakeWorkflowRuns();
    api.workflows = Array.from({ length: 9 }, (_, index) =>
      aWorkflow({ name: `w${index}`, title: `Workflow ${index}` }),
    );
    renderScreen(<LaunchButton hrefOf={hrefOf} />, api);
    await user.click(
      await screen.findByRole('button', { name: 'Launch workflow' }),
    );
    const search = await screen.findByRole('searchbox', {
      name: 'Find a workflow',
    });
    await user.type(search, 'flow 7');
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
    await user.type(search, '7');
    expect(
      screen.getByText('No workflow matches “flow 77”'),
    ).toBeInTheDocument();
  });
});
