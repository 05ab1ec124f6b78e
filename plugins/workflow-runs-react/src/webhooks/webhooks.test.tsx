import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { aWebhook, aWebhookDelivery, FakeWorkflowRuns } from '../testing';
import {
  useOldSecretsEnd,
  useRangeRedelivery,
  useRedelivery,
  useSecretRotation,
  useWebhook,
  useWebhookChoices,
  useWebhookDeliveries,
  useWebhookDelivery,
  useWebhookPing,
  useWebhookRemoval,
  useWebhooks,
  useWebhookSave,
} from '.';

const webhook = aWebhook();
const request = { name: 'Board', url: 'https://hooks.acme.example/' };

function backend() {
  const api = new FakeWorkflowRuns();
  api.webhooks.items = [webhook];
  api.webhooks.deliveries = Array.from({ length: 60 }, (_, n) =>
    aWebhookDelivery({
      messageId: `msg_${n}`,
      state: n % 2 === 0 ? 'delivered' : 'failed',
    }),
  );
  return api;
}
const useEverything = () => ({
  list: useWebhooks(),
  one: useWebhook(webhook.id),
  choices: useWebhookChoices(),
  create: useWebhookSave(undefined),
  change: useWebhookSave(webhook),
  removal: useWebhookRemoval(),
  rotation: useSecretRotation(webhook),
  end: useOldSecretsEnd(),
});
const useLog = () => ({
  log: useWebhookDeliveries(webhook.id, { state: 'failed' }),
  all: useWebhookDeliveries(webhook.id, {}),
  one: useWebhookDelivery(webhook.id, 'msg_1'),
  ping: useWebhookPing(),
  again: useRedelivery(webhook.id),
  range: useRangeRedelivery(webhook.id),
});
const bodyOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id).at(-1)?.input.body;

describe('webhooks', () => {
  it('are what was made of them, everywhere that they are shown', async () => {
    const { result } = renderRunsHook(useEverything, backend());
    const names = () => result.current.list.webhooks.map(({ name }) => name);
    await waitFor(() => expect(names()).toEqual(['Deployments']));
    await waitFor(() =>
      expect(result.current.choices.choices).toEqual([
        { id: 'whk_1', name: 'Deployments', enabled: true },
      ]),
    );

    act(() => result.current.create.send(request));
    await waitFor(() => expect(names()).toEqual(['Deployments', 'Board']));
    expect(result.current.create.answer?.secret).toMatch(/^whsec_/);
    act(() => result.current.change.send({ ...request, name: 'Releases' }));
    await waitFor(() =>
      expect(result.current.one.webhook?.name).toBe('Releases'),
    );
    expect(result.current.change.answer?.secret).toBeNull();
    act(() => result.current.removal.send('whk_2'));
    await waitFor(() => expect(names()).toEqual(['Releases']));
  });

  it('get a new secret in the place of the one that was seen', async () => {
    const api = backend();
    const { result } = renderRunsHook(useEverything, api);
    act(() => result.current.rotation.send({ overlapHours: 24 }));

    await waitFor(() =>
      expect(result.current.one.webhook?.secrets).toHaveLength(2),
    );
    expect(bodyOf(api, 'rotateWebhookSecret')).toEqual({
      replaces: 'sec_1',
      overlapHours: 24,
    });
    act(() => result.current.end.send(webhook.id));
    await waitFor(() =>
      expect(result.current.one.webhook?.secrets).toHaveLength(1),
    );
  });

  it('have deliveries, page by page, that can be made again', async () => {
    const { result } = renderRunsHook(useLog, backend());
    await waitFor(() => expect(result.current.log.items).toHaveLength(30));
    await waitFor(() => expect(result.current.all.items).toHaveLength(50));
    act(() => result.current.all.loadMore());
    await waitFor(() => expect(result.current.all.items).toHaveLength(60));

    act(() => result.current.again.send('msg_1'));
    await waitFor(() =>
      expect(result.current.one.delivery?.state).toBe('pending'),
    );
    const from = '2026-01-01T00:00:00Z';
    act(() => result.current.range.send({ from, to: from, which: 'failed' }));
    await waitFor(() => expect(result.current.range.answer?.count).toBe(29));
    act(() => result.current.ping.send(webhook.id));
    await waitFor(() =>
      expect(result.current.all.items[0].eventType).toBe('webhook.ping'),
    );
  });
});
