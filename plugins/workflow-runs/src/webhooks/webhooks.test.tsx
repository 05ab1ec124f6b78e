import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  apiError,
  aSavedView,
  aWebhook,
  aWebhookDelivery,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { draftOf, requestOf } from './draft';
import { WebhookDetails } from './WebhookDetails';
import { WebhooksPage } from './WebhooksPage';

jest.setTimeout(120_000);

function backend() {
  const api = new FakeWorkflowRuns();
  api.webhooks.items = [
    aWebhook({
      headers: ['Authorization'],
      lastDay: { attempts: 8, failures: 2 },
    }),
  ];
  api.webhooks.deliveries = [
    aWebhookDelivery(),
    aWebhookDelivery({
      messageId: 'msg_2',
      eventType: 'run.failed',
      state: 'failed',
      status: 500,
      problem: 'It answered 500',
    }),
  ];
  return api;
}
const bodyOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id).at(-1)?.input.body;
const details = async (api: FakeWorkflowRuns, onBack = () => {}) => {
  await renderScreen(<WebhookDetails id="whk_1" onBack={onBack} />, api);
  await screen.findByRole('heading', { name: 'Deployments' });
  return userEvent.setup();
};
const choose = async (
  user: ReturnType<typeof userEvent.setup>,
  item: string,
) => {
  await user.click(await screen.findByLabelText('Actions: Deployments'));
  await user.click(await screen.findByText(item));
};

it('a webhook is typed as it was, and keeps the headers that nobody types anew', () => {
  const webhook = aWebhook({
    headers: ['A', 'B'],
    view: { id: 'v', name: 'V' },
  });
  const draft = draftOf(webhook);

  expect(requestOf(draft)).toMatchObject({
    name: webhook.name,
    url: webhook.url,
    viewId: 'v',
    headers: [{ name: 'A' }, { name: 'B' }],
  });
  const [a, b] = draft.headers;
  const typed = { ...draft, headers: [a, { ...b, value: 'x' }], owner: ' ' };
  expect(requestOf(typed)).toMatchObject({
    headers: [{ name: 'A' }, { name: 'B', value: 'x' }],
    owner: undefined,
  });
});

describe('the page of webhooks', () => {
  it('shows how each does, and opens one', async () => {
    await renderScreen(<WebhooksPage />, backend());
    const table = await screen.findByRole('table', { name: 'Webhooks' });

    expect(within(table).getByText('Active')).toBeVisible();
    expect(within(table).getByText('25 %')).toBeVisible();
    expect(within(table).getByText('7 types')).toBeVisible();
    await userEvent.click(within(table).getByText('Deployments'));
    expect(
      await screen.findByRole('table', { name: 'Deliveries' }),
    ).toBeVisible();
    await userEvent.click(screen.getByText('← All webhooks'));
    expect(
      await screen.findByRole('table', { name: 'Webhooks' }),
    ).toBeVisible();
  });

  it('makes a webhook as it was typed, and shows its secret once', async () => {
    const api = backend();
    api.views.items = [aSavedView({ id: 'view_1', name: 'Failed' })];
    const user = userEvent.setup({ delay: null });
    await renderScreen(<WebhooksPage />, api);
    await screen.findByRole('table', { name: 'Webhooks' });
    await user.click(screen.getByText('New webhook'));
    await user.type(screen.getByLabelText(/^Name/), 'Board');
    await user.type(screen.getByLabelText(/^Address/), 'https://b.example/');
    await user.click(screen.getByLabelText('step.completed'));
    await user.click(screen.getByLabelText('sla.breached'));
    await user.click(screen.getByText('Add a header'));
    await user.type(screen.getByLabelText('Header 1: name'), 'X-Key');
    await user.type(screen.getByLabelText('Header 1: value'), 'k');
    await user.click(screen.getByText('Save'));

    expect(await screen.findByText(/^whsec_/)).toBeVisible();
    expect(bodyOf(api, 'createWebhook')).toEqual({
      name: 'Board',
      description: '',
      url: 'https://b.example/',
      owner: undefined,
      viewId: null,
      eventTypes: [
        'run.started',
        'run.completed',
        'run.failed',
        'run.waiting_human',
        'run.canceled',
        'step.failed',
        'sla.breached',
      ],
      headers: [{ name: 'X-Key', value: 'k' }],
      enabled: true,
    });
    await user.click(screen.getByText('Done'));
    expect(await screen.findByRole('heading', { name: 'Board' })).toBeVisible();
    expect(screen.queryByText(/^whsec_/)).not.toBeInTheDocument();
  });

  it('says at the field what is wrong, and keeps what was typed', async () => {
    const api = backend();
    const message = 'the host must not be called: it is loopback';
    api.fail(
      'createWebhook',
      apiError(400, {
        message: `body/url: ${message}`,
        violations: [{ pointer: '/url', rule: 'target', message }],
      }),
    );
    const user = userEvent.setup({ delay: null });
    await renderScreen(<WebhooksPage />, api);
    await screen.findByRole('table', { name: 'Webhooks' });
    await user.click(screen.getByText('New webhook'));
    await user.type(screen.getByLabelText(/^Name/), 'Board');
    await user.type(screen.getByLabelText(/^Address/), 'http://127.0.0.1/');
    await user.click(screen.getByText('Save'));

    await waitFor(() =>
      expect(screen.getByLabelText(/^Address/)).toHaveAccessibleDescription(
        message,
      ),
    );
    await user.type(screen.getByLabelText(/^Address/), 'a');
    expect(screen.getByLabelText(/^Address/)).toHaveValue('http://127.0.0.1/a');
  });
});

describe('one webhook', () => {
  it('is changed from the version that was seen, all events at once', async () => {
    const api = backend();
    const user = await details(api);
    await choose(user, 'Edit');
    await user.click(
      await screen.findByLabelText('All events, also those of later versions'),
    );
    expect(screen.getByLabelText('run.queued')).toBeDisabled();
    await user.click(screen.getByText('Save'));

    await waitFor(() =>
      expect(bodyOf(api, 'changeWebhook')).toMatchObject({
        version: 1,
        eventTypes: expect.arrayContaining(['*']),
        headers: [{ name: 'Authorization' }],
      }),
    );
  });

  it('is turned off and on', async () => {
    const api = backend();
    const user = await details(api);
    await choose(user, 'Turn off');
    expect(await screen.findByText('Off')).toBeVisible();
    expect(screen.getByText('Deliver again…').closest('button')).toBeDisabled();
    await choose(user, 'Turn on');
    expect(await screen.findByText('Active')).toBeVisible();
  });

  it('rotates its secret, shows the new one once, and ends the old one', async () => {
    const api = backend();
    const user = await details(api);
    await choose(user, 'Rotate the secret');
    await user.click(
      within(screen.getByRole('dialog')).getByText('Rotate the secret'),
    );
    expect(await screen.findByText(/^whsec_/)).toBeVisible();
    expect(bodyOf(api, 'rotateWebhookSecret')).toEqual({
      replaces: 'sec_1',
      overlapHours: 24,
    });
    await user.click(screen.getByText('Done'));
    expect(await screen.findByText(/the old one signs until/)).toBeVisible();
    await choose(user, 'End the old secret now');
    await waitFor(() =>
      expect(screen.queryByText(/the old one signs until/)).toBeNull(),
    );
  });

  it('sends a test, and shows what was answered', async () => {
    const user = await details(backend());
    await user.click(screen.getByText('Send a test'));
    const drawer = await screen.findByRole('dialog', {
      name: 'Delivery of webhook.ping',
    });

    expect(within(drawer).getByText('Attempt 1')).toBeVisible();
    expect(within(drawer).getByText('204')).toBeVisible();
    expect(
      within(drawer).getByText('Deliver again').closest('button'),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows a delivery, and delivers it again', async () => {
    const api = backend();
    const user = await details(api);
    await user.click(
      await screen.findByLabelText('Show the delivery of run.failed'),
    );
    const drawer = await screen.findByRole('dialog');
    await user.click(await within(drawer).findByText('Deliver again'));

    expect(await within(drawer).findByText('Pending')).toBeVisible();
    await user.click(within(drawer).getByLabelText('Close'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('narrows its deliveries, and delivers those of a time again', async () => {
    const api = backend();
    const user = await details(api);
    await screen.findByLabelText('Show the delivery of run.failed');
    await user.selectOptions(screen.getByLabelText('State'), 'delivered');
    await waitFor(() =>
      expect(
        screen.queryByLabelText('Show the delivery of run.failed'),
      ).toBeNull(),
    );
    await user.selectOptions(screen.getByLabelText('Event'), 'run.paused');
    expect(await screen.findByText('Nothing fits the filters')).toBeVisible();

    await user.click(screen.getByText('Deliver again…'));
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Deliver again',
      }),
    );
    await waitFor(() =>
      expect(bodyOf(api, 'redeliverWebhook')).toMatchObject({
        which: 'failed',
      }),
    );
    const { from, to } = bodyOf(api, 'redeliverWebhook') as any;
    expect(Date.parse(to)).toBeGreaterThan(Date.parse(from));
  });

  it('is deleted once that is confirmed', async () => {
    const onBack = jest.fn();
    const api = backend();
    const user = await details(api, onBack);
    await choose(user, 'Delete');
    await user.click(within(screen.getByRole('dialog')).getByText('Delete'));

    await waitFor(() => expect(onBack).toHaveBeenCalled());
    expect(api.webhooks.items).toEqual([]);
  });

  it('says that it will expire', async () => {
    const api = backend();
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    api.webhooks.items = [aWebhook({ trustedUntil: soon })];
    await details(api);

    expect(
      await screen.findByText(/^It is to be confirmed until/),
    ).toBeVisible();
  });
});
