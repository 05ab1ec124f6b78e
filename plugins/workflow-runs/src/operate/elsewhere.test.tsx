import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { runActionSchema } from 'backstage-plugin-workflow-runs-common';
import {
  actionsAllowed,
  anAction,
  anAttempt,
  apiError,
  aPayload,
  aRetryPlan,
  aRun,
  aSnapshot,
  aStep,
  at,
  aWorkflow,
  FakeRun,
  FakeWorkflowRuns,
  someQuestions,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RunPage } from '../run-page/RunPage';

jest.setTimeout(90_000);

const RUN = aRun().id;
const toasts = { post: jest.fn((_: unknown) => ({ close: () => {} })) };

let restore: () => void;
beforeEach(() => {
  toasts.post.mockClear();
  restore = giveElementsSize();
});
afterEach(() => restore());

const questions = someQuestions({
  handlers: {
    signals: [{ name: 'approve', description: 'The order may be shipped' }],
    updates: [{ name: 'changeAddress', description: null }],
    queries: [{ name: 'progress', description: null }],
  },
  answers: { progress: { shipped: 2 } },
  plans: {
    '': aRetryPlan({ again: ['load_account', 'create_workspace'] }),
    create_workspace: aRetryPlan({
      again: ['create_workspace', 'send_mail'],
      kept: ['load_account'],
      notes: ['Signals that came after it are told again.'],
    }),
  },
});

/** The page of a run whose engine has all that an engine may have. */
function show(overrides: Partial<FakeRun> = {}, path = '/') {
  const api = new FakeWorkflowRuns();
  api.workflows = [
    {
      ...aWorkflow(),
      definition: null,
      inputSchema: {},
      capabilities: {
        ...aWorkflow().capabilities,
        actions: [...runActionSchema.options],
        queries: true,
        nativeHistory: true,
        retryPlans: true,
      },
    },
  ];
  api.add({ ...aSnapshot(), questions, ...overrides });
  renderScreen(
    <RunPage runId={RUN} hrefOf={id => `/runs/${id}`} />,
    api,
    path,
    toasts,
  );
  return { api, user: userEvent.setup() };
}
const button = (name: string | RegExp) => screen.findByRole('button', { name });
const callsOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id);
/** The row of the step has one of the same name. */
const panelMenu = async (name: string) =>
  within(await screen.findByRole('complementary')).findByRole('button', {
    name,
  });
type User = ReturnType<typeof userEvent.setup>;

async function fromMenu(user: User, name: string) {
  await user.click(await button('More actions'));
  await user.click(await screen.findByRole('menuitem', { name }));
  return screen.findByRole('dialog');
}

describe('terminating a run', () => {
  it('says that nothing is cleaned up, and asks why', async () => {
    const { api, user } = show();
    const dialog = await fromMenu(user, 'Terminate run');
    expect(dialog).toHaveTextContent(
      '2 steps are dropped at once, without a signal to stop',
    );
    expect(dialog).toHaveTextContent('nothing is rolled back');
    expect(dialog).toHaveTextContent('cancel it instead');
    await user.type(within(dialog).getByLabelText(/Reason/), 'stuck{Enter}');
    await waitFor(() =>
      expect(callsOf(api, 'terminateRun')[0]?.input.body).toEqual({
        reason: 'stuck',
      }),
    );
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({ title: 'Terminate: taken by the engine' }),
    );
  });

  it('is refused with the reason in the menu', async () => {
    const { user } = show({
      run: aRun({
        allowedActions: actionsAllowed({
          terminate: { allowed: false, reason: 'The engine cannot terminate' },
        }),
      }),
    });
    await user.click(await button('More actions'));
    expect(
      await screen.findByRole('menuitem', { name: /Terminate run/ }),
    ).toHaveTextContent('The engine cannot terminate');
  });
});

describe('telling or asking a run', () => {
  it('sends a signal that the run says it understands', async () => {
    const { api, user } = show();
    const dialog = await fromMenu(user, 'Tell or ask');
    await user.click(
      await within(dialog).findByRole('button', { name: 'approve' }),
    );
    expect(dialog).toHaveTextContent('The order may be shipped');
    await user.type(within(dialog).getByLabelText(/Payload/), '{{"by": 1}');
    await user.click(within(dialog).getByRole('button', { name: 'Send' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(callsOf(api, 'sendEvent')[0].input.body).toEqual({
      name: 'approve',
      payload: { by: 1 },
    });
  });

  it('takes names of any kind, but not none', async () => {
    const { api, user } = show();
    const dialog = await fromMenu(user, 'Tell or ask');
    await user.click(within(dialog).getByRole('button', { name: 'Send' }));
    expect(dialog).toHaveTextContent('Say which: 256 characters at most');
    await user.type(
      within(dialog).getByLabelText(/Name of the event/),
      'Add Note{Enter}',
    );
    await waitFor(() =>
      expect(callsOf(api, 'sendEvent')[0]?.input.body).toEqual({
        name: 'Add Note',
        payload: null,
      }),
    );
  });

  it('stays to show the answer of a query, and of the next one', async () => {
    const { api, user } = show();
    const dialog = await fromMenu(user, 'Tell or ask');
    await user.click(within(dialog).getByLabelText('Query'));
    const ask = within(dialog).getByRole('button', { name: 'Ask' });
    await user.click(
      await within(dialog).findByRole('button', { name: 'progress' }),
    );
    await user.type(within(dialog).getByLabelText(/Arguments/), '[[1, 2]');
    await user.click(ask);
    expect(
      await within(dialog).findByRole('region', { name: 'Answer of progress' }),
    ).toHaveTextContent('"shipped": 2');
    expect(callsOf(api, 'queryRun')[0].input.body).toEqual({
      name: 'progress',
      args: [1, 2],
    });

    const name = within(dialog).getByLabelText(/Name of the query/);
    await user.clear(name);
    await user.type(name, 'gone');
    await user.click(ask);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The run does not know the query gone',
    );
  });

  it('says what stands in the way of an answer, and keeps what was typed', async () => {
    const { api, user } = show();
    api.fail(
      'queryRun',
      apiError(503, { message: 'No worker answers on task queue orders' }),
    );
    const dialog = await fromMenu(user, 'Tell or ask');
    await user.click(within(dialog).getByLabelText('Query'));
    const name = within(dialog).getByLabelText(/Name of the query/);
    await user.type(name, 'progress{Enter}');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'There is no answer now: No worker answers on task queue orders.',
    );
    expect(name).toHaveValue('progress');
  });

  it('takes any name of a run that cannot say what it understands', async () => {
    const { api, user } = show();
    const message = "No worker answers on the task queue 'orders'";
    api.fail('listHandlers', apiError(404, { message }));
    const dialog = await fromMenu(user, 'Tell or ask');
    expect(
      await within(dialog).findByText(
        `What it understands could not be asked: ${message}`,
      ),
    ).toBeInTheDocument();
    await user.type(
      within(dialog).getByLabelText(/Name of the event/),
      'approve{Enter}',
    );
    await waitFor(() => expect(callsOf(api, 'sendEvent')).toHaveLength(1));
  });

  it('shows what an update answers at once', async () => {
    const { api, user } = show();
    api.onOperation = () => ({ result: { accepted: true } });
    const dialog = await fromMenu(user, 'Tell or ask');
    await user.click(within(dialog).getByLabelText('Update'));
    await user.click(
      await within(dialog).findByRole('button', { name: 'changeAddress' }),
    );
    await user.type(within(dialog).getByLabelText(/Input/), '"Athens"');
    await user.click(within(dialog).getByRole('button', { name: 'Update' }));
    expect(
      await within(dialog).findByRole('region', {
        name: 'Answer of changeAddress',
      }),
    ).toHaveTextContent('"accepted": true');
    expect(callsOf(api, 'updateRun')[0].input.body).toEqual({
      name: 'changeAddress',
      input: 'Athens',
    });
    await user.click(within(dialog).getByRole('button', { name: 'Close' }));
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('waits for an update that takes its time', async () => {
    const { api, user } = show();
    const asked = anAction({ action: 'update', status: 'accepted' });
    api.onOperation = () => {
      api.runs[0].actions = [asked];
      return { status: 'accepted' };
    };
    const dialog = await fromMenu(user, 'Tell or ask');
    await user.click(within(dialog).getByLabelText('Update'));
    await user.type(
      within(dialog).getByLabelText(/Name of the update/),
      'changeAddress{Enter}',
    );
    expect(await within(dialog).findByText(/Requested/)).toBeInTheDocument();
    api.runs[0].actions = [{ ...asked, status: 'completed', result: 'done' }];
    expect(
      await within(dialog).findByRole(
        'region',
        { name: 'Answer of changeAddress' },
        { timeout: 20_000 },
      ),
    ).toHaveTextContent('"done"');
  });

  it('asks a run that has ended, which can be told nothing', async () => {
    const over = { allowed: false, reason: 'The run has ended' };
    const { user } = show({
      run: aRun({
        status: 'completed',
        completedAt: at(60),
        allowedActions: actionsAllowed({ send_event: over, update: over }),
      }),
    });
    const dialog = await fromMenu(user, 'Tell or ask');
    expect(within(dialog).getByLabelText('Query')).toBeChecked();
    await user.click(within(dialog).getByLabelText('Signal'));
    expect(
      within(dialog).getByRole('button', { name: 'Send' }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('has markup that assistive technology can read', async () => {
    const { user } = show();
    const dialog = await fromMenu(user, 'Tell or ask');
    await within(dialog).findByRole('button', { name: 'approve' });
    const { violations } = await axe.run(dialog, {
      rules: { 'color-contrast': { enabled: false } },
    });
    expect(violations.map(each => `${each.id}: ${each.nodes[0].html}`)).toEqual(
      [],
    );
  });
});

describe('a retry that the engine plans', () => {
  it('says what runs again, what is kept and that a new run takes its place', async () => {
    const { api, user } = show({}, '/?step=create_workspace');
    api.onOperation = () => ({ runId: 'run_new' });
    await user.click(await panelMenu('Actions of create_workspace'));
    await user.click(
      await screen.findByRole('menuitem', { name: 'Retry from here' }),
    );
    const dialog = await screen.findByRole('dialog');
    await within(dialog).findByText('2 steps run again');
    expect(dialog).toHaveTextContent('2 create_workspace, 3 send_mail');
    expect(dialog).toHaveTextContent('1 step keeps its result1 load_account');
    expect(dialog).toHaveTextContent('A new run takes the place of this one');
    expect(dialog).toHaveTextContent('Signals that came after it');
    await user.click(within(dialog).getByRole('button', { name: 'Retry' }));
    await waitFor(() =>
      expect(callsOf(api, 'retryRun')[0]?.input.body).toEqual({
        step: 'create_workspace',
      }),
    );
    expect(toasts.post).toHaveBeenCalledWith(
      expect.objectContaining({
        links: [expect.objectContaining({ href: '/runs/run_new' })],
      }),
    );
  });

  it('cannot be asked for where the engine refuses it, and says why', async () => {
    const { api, user } = show({}, '/?step=send_mail');
    await user.click(await panelMenu('Actions of send_mail'));
    await user.click(
      await screen.findByRole('menuitem', { name: 'Retry from here' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It cannot be done again from there',
    );
    const retry = within(dialog).getByRole('button', { name: 'Retry' });
    expect(retry).toHaveAttribute('aria-disabled', 'true');
    await user.click(retry);
    expect(callsOf(api, 'retryRun')).toEqual([]);
  });

  it('is asked again where it could not be told', async () => {
    const { api, user } = show();
    api.fail('getRetryPlan', apiError(500));
    const dialog = await fromMenu(user, 'Retry');
    await within(dialog).findByText('What a retry would do could not be asked');
    api.fail('getRetryPlan', undefined);
    await user.click(within(dialog).getByRole('button', { name: /again/i }));
    expect(
      await within(dialog).findByText('2 steps run again'),
    ).toBeInTheDocument();
  });
});

describe('a step that its engine tries again', () => {
  it('says at which attempt it is, what went wrong and where, and offers what the engine does', async () => {
    const { api, user } = show(
      {
        steps: [
          aStep({
            status: 'retrying',
            attempts: 2,
            nextAttemptAt: at(600),
            progress: { message: 'Halfway', fraction: 0.5 },
            taskQueue: 'payments',
            operations: [{ name: 'pause', title: 'Pause activity' }],
          }),
        ],
        attempts: [
          anAttempt({
            number: 2,
            status: 'failed',
            worker: '1@host',
            error: { category: 'bug', code: null, message: 'answered 503' },
          }),
        ],
      },
      '/?step=load_account',
    );
    const panel = await screen.findByRole('complementary');
    expect(panel).toHaveTextContent('attempt 2 of 3 · next attempt in');
    expect(panel).toHaveTextContent('Halfway · 50 %');
    expect(panel).toHaveTextContent('Last failure:answered 503');
    expect(panel).toHaveTextContent('Task queuepayments');
    expect(panel).toHaveTextContent('Worker1@host');
    expect(panel).toHaveTextContent('1 attempt was over before it was seen');
    await user.click(await button('Pause activity…'));
    const dialog = await screen.findByRole('dialog', {
      name: 'Pause activity: load_account',
    });
    await user.type(within(dialog).getByLabelText(/Reason/), 'bank{Enter}');
    await waitFor(() =>
      expect(callsOf(api, 'invokeNodeAction')[0]?.input.body).toEqual({
        step: 'load_account',
        action: 'pause',
        reason: 'bank',
      }),
    );
  });
});

describe('where a run comes from', () => {
  it('is said in the words of its engine, with links', async () => {
    const { api } = show({
      run: aRun({ parentRunId: 'run_batch', originRunId: 'run_before' }),
      comesAs: 'reset',
      comesByStep: 'fulfil',
      steps: [aStep({ stepKey: 'ship', name: 'ship', type: 'child' })],
    });
    const workflow = { ...aRun().workflow, title: 'Batch' };
    api.add(aSnapshot({ run: aRun({ id: 'run_batch', workflow }) }));
    api.add(aSnapshot({ run: aRun({ id: 'run_before' }) }));
    api.add({
      ...aSnapshot({ run: aRun({ id: 'run_next', originRunId: RUN }) }),
      comesAs: 'continued',
    });
    api.add({
      ...aSnapshot({ run: aRun({ id: 'run_ship', parentRunId: RUN }) }),
      comesByStep: 'ship',
    });
    expect(await screen.findByText('reset of')).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: 'fulfil' })).toHaveAttribute(
      'href',
      '/workflow-runs/runs/run_batch?step=fulfil',
    );
    expect(await button('continued by 1 run')).toBeInTheDocument();
  });

  it('is a link from the step that launched a run to that run', async () => {
    const { api } = show(
      { steps: [aStep({ stepKey: 'ship', name: 'ship', type: 'child' })] },
      '/?step=ship',
    );
    api.add({
      ...aSnapshot({ run: aRun({ id: 'run_ship', parentRunId: RUN }) }),
      comesByStep: 'ship',
    });
    const panel = await screen.findByRole('complementary');
    expect(
      await within(panel).findByRole('link', { name: /Trial activation/ }),
    ).toHaveAttribute('href', '/workflow-runs/runs/run_ship');
  });
});

describe('the native history', () => {
  const history = Array.from({ length: 250 }, (_, index) => ({
    eventId: String(index + 1),
    eventTime: at(index),
    eventType: index === 0 ? 'WorkflowExecutionStarted' : 'TimerStarted',
    attributes: { order: `ord_${index}` },
  }));

  it('is fetched page by page, opened and searched', async () => {
    const { api, user } = show(
      { questions: someQuestions({ history }) },
      '/?tab=native',
    );
    expect(await screen.findByText('200 events loaded')).toBeInTheDocument();
    expect(screen.getByText(/not stored here/)).toBeInTheDocument();
    await user.click(await button(/WorkflowExecutionStarted/));
    expect(
      await screen.findByRole('region', { name: /WorkflowExecutionStarted/ }),
    ).toHaveTextContent('"order": "ord_0"');
    await user.click(await button('Load more'));
    expect(await screen.findByText('250 events loaded')).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: 'Load more' }),
    ).not.toBeInTheDocument();
    await user.type(screen.getByLabelText('Search in the events'), 'ord_249');
    expect(
      await screen.findByText('1 of 250 loaded events'),
    ).toBeInTheDocument();
    expect(callsOf(api, 'getNativeHistory')).toHaveLength(2);
  });

  it('is saved as far as it is loaded', async () => {
    const createObjectURL = jest.fn((_: Blob) => 'blob:x');
    Object.assign(URL, { createObjectURL, revokeObjectURL: () => {} });
    const { user } = show(
      { questions: someQuestions({ history: history.slice(0, 2) }) },
      '/?tab=native',
    );
    await user.click(await button('Download what is loaded'));
    const [[blob]] = createObjectURL.mock.calls;
    expect(blob.type).toBe('application/json');
    expect(blob.size).toBe(JSON.stringify(history.slice(0, 2), null, 2).length);
  });

  it('is no tab where the engine has none', async () => {
    const { api } = show();
    api.workflows = [{ ...aWorkflow(), definition: null }];
    await screen.findByRole('tab', { name: /Events/ });
    expect(
      screen.queryByRole('tab', { name: 'Native history' }),
    ).not.toBeInTheDocument();
  });
});

describe('the attributes of a run', () => {
  it('stand beside its input and output', async () => {
    show(
      { payloads: [aPayload()], attributes: { CustomerTier: 'gold' } },
      '/?tab=io',
    );
    expect(
      await screen.findByRole('region', { name: 'Attributes' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('"gold"')).toBeInTheDocument();
  });

  it('are not there for whom they are not told', async () => {
    show({ payloads: [aPayload()] }, '/?tab=io');
    expect(await screen.findByText('"acc_5512"')).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: 'Attributes' }),
    ).not.toBeInTheDocument();
  });
});
