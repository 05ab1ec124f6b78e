import { act, waitFor } from '@testing-library/react';
import { renderRunsHook } from '../__testUtils__/render';
import { anAlertEpisode, anAlertRule, FakeWorkflowRuns } from '../testing';
import {
  SavedAlertRule,
  useAlertEpisodes,
  useAlertPreview,
  useAlertRemoval,
  useAlertResolve,
  useAlertRules,
  useAlertSave,
  useAlertSnooze,
  useFiringAlerts,
} from '.';

const content: SavedAlertRule['content'] = {
  name: 'Orders fail',
  kind: 'failure_rate',
  scope: { workflows: ['embedded/orders'] },
  threshold: 20,
  windowMs: 3_600_000,
};
const useEverything = () => ({
  rules: useAlertRules(),
  episodes: useAlertEpisodes('alert_1', 2),
  save: useAlertSave(),
  preview: useAlertPreview(),
  snooze: useAlertSnooze('alert_1'),
  resolve: useAlertResolve('alert_1'),
  removal: useAlertRemoval('alert_1'),
});

it('rules are made, changed where nobody has meanwhile, and deleted', async () => {
  const api = new FakeWorkflowRuns();
  const { result } = renderRunsHook(useEverything, api);
  await waitFor(() =>
    expect(result.current.rules.updatedAt).toBeGreaterThan(0),
  );
  act(() => result.current.save.send({ content }));
  await waitFor(() =>
    expect(result.current.rules.rules).toMatchObject([{ name: 'Orders fail' }]),
  );
  const known = { id: 'alert_1', revision: 1 };
  act(() =>
    result.current.save.send({ content: { ...content, threshold: 30 }, known }),
  );
  await waitFor(() =>
    expect(result.current.rules.rules).toMatchObject([
      { threshold: 30, revision: 2 },
    ]),
  );
  act(() => result.current.save.send({ content, known }));
  await waitFor(() => expect(result.current.save.phase).toBe('refused'));

  act(() => result.current.removal.send({}));
  await waitFor(() => expect(result.current.rules.rules).toEqual([]));
  expect(result.current.removal.answer).toBe('alert_1');
});

it('what a rule tells is put off, and settled', async () => {
  const api = new FakeWorkflowRuns();
  api.alerts.rules = [anAlertRule({ state: { status: 'firing' } })];
  const { result } = renderRunsHook(useEverything, api);
  const until = '2099-01-01T00:00:00.000Z';
  act(() => result.current.snooze.send({ until }));
  await waitFor(() =>
    expect(result.current.rules.rules[0]?.state.snoozedUntil).toBe(until),
  );
  act(() => result.current.resolve.send({ note: 'restarted' }));
  await waitFor(() =>
    expect(result.current.rules.rules[0].state.status).toBe('resolved'),
  );
  expect(
    api.calls.find(({ id }) => id === 'resolveAlertRule')?.input.body,
  ).toEqual({ note: 'restarted' });
});

it('tells what a rule would have done, and when it fired', async () => {
  const api = new FakeWorkflowRuns();
  api.alerts.episodes = ['a', 'b', 'c'].map(id => anAlertEpisode({ id }));
  const { result } = renderRunsHook(useEverything, api);
  await waitFor(() => expect(result.current.episodes.episodes).toHaveLength(2));
  expect(result.current.episodes.hasMore).toBe(true);
  act(() => result.current.preview.send(content));
  await waitFor(() =>
    expect(result.current.preview.answer?.episodes).toHaveLength(2),
  );
  expect(api.alerts.rules).toEqual([]);
});

it('rules are not asked for by who may not see them', async () => {
  const api = new FakeWorkflowRuns();
  const { result } = renderRunsHook(
    () => useAlertRules({ enabled: false }),
    api,
  );
  expect(result.current.loading).toBe(false);
  expect(api.calls).toEqual([]);
});

it('those that fire are told alone, and one that is dealt with no longer', async () => {
  const api = new FakeWorkflowRuns();
  api.alerts.rules = [
    anAlertRule({ state: { status: 'firing' } }),
    anAlertRule({ id: 'alert_2' }),
  ];
  const { result } = renderRunsHook(
    () => ({ firing: useFiringAlerts(), resolve: useAlertResolve('alert_1') }),
    api,
  );
  await waitFor(() =>
    expect(result.current.firing.alerts).toMatchObject([{ id: 'alert_1' }]),
  );
  act(() => result.current.resolve.send({ note: '' }));
  await waitFor(() => expect(result.current.firing.alerts).toEqual([]));
});
