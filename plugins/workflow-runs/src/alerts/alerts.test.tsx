import { configure, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  anAlertEpisode,
  anAlertPreview,
  anAlertRule,
  apiError,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { AlertsPage } from './AlertsPage';
import { fromDraft, NEW_RULE, toDraft, toSpan } from './draft';

jest.setTimeout(120_000);
configure({ asyncUtilTimeout: 10_000 });

const open = (api: FakeWorkflowRuns, path = '/') => {
  const toasts = { post: jest.fn(() => ({ close: () => {} })) };
  renderScreen(<AlertsPage />, api, path, toasts);
  return { user: userEvent.setup(), toasts };
};
const bodyOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.findLast(call => call.id === id)?.input.body;
const button = (name: string | RegExp) => screen.findByRole('button', { name });

describe('the page of alert rules', () => {
  it('shows where each rule stands, and what it is told by', async () => {
    const api = new FakeWorkflowRuns();
    api.alerts.rules = [
      anAlertRule({
        id: 'a',
        state: { status: 'firing', value: 42.25, runs: 16 },
      }),
      anAlertRule({
        id: 'b',
        name: 'No nightly export',
        kind: 'nothing_completed',
        threshold: 86_400_000,
        windowMs: null,
        forMs: 0,
        scope: { viewId: 'view_1' },
        viewName: 'Exports',
        state: { value: 3_600_000, runs: 1 },
      }),
      anAlertRule({
        id: 'c',
        name: 'Slow',
        state: { status: 'no_data', runs: 3, value: null },
      }),
      anAlertRule({
        id: 'd',
        name: 'Old',
        enabled: false,
        disabledBecause: 'expired',
      }),
    ];
    open(api);
    const table = await screen.findByRole('table', { name: 'Alert rules' });
    const [, first, second, third, fourth] = within(table).getAllByRole('row');

    expect(first).toHaveTextContent('Firing');
    expect(first).toHaveTextContent(
      'Failure rate above 20 % within 1 h, for 5 m',
    );
    expect(first).toHaveTextContent('42.3 % of 20 %16 runs');
    expect(second).toHaveTextContent('No run has completed for 1 d');
    expect(second).toHaveTextContent('view Exports');
    expect(third).toHaveTextContent('3 runs: too few to tell');
    expect(fourth).toHaveTextContent('Expired');
    expect(within(second).queryByText('Resolve')).not.toBeInTheDocument();
  });

  it('makes a rule, and says first what it would have done', async () => {
    const api = new FakeWorkflowRuns();
    api.workflows = [aWorkflow({ title: 'Trial activation' })];
    const { user, toasts } = open(api);
    await user.click(await button('New rule'));
    expect(screen.getByText('Give the rule a name')).toBeInTheDocument();
    await user.type(screen.getByLabelText('Name'), 'Orders fail');
    expect(
      screen.getByText('Choose at least one workflow'),
    ).toBeInTheDocument();
    expect(await button('Save rule')).toBeDisabled();
    await user.selectOptions(
      screen.getByLabelText('Which runs'),
      'A saved view',
    );
    expect(screen.getByText('Choose a view')).toBeInTheDocument();
    expect(bodyOf(api, 'previewAlertRule')).toBeUndefined();
    await user.selectOptions(screen.getByLabelText('Which runs'), 'Workflows');
    await screen.findByRole('option', { name: 'Trial activation' });
    await user.selectOptions(
      screen.getByLabelText('Add a workflow …'),
      'Trial activation',
    );
    expect(
      await screen.findByText('Would have fired 2 times.'),
    ).toBeInTheDocument();
    await user.type(screen.getByLabelText('Environments'), 'prod, stage');
    await user.click(await button('Save rule'));
    await waitFor(() => expect(toasts.post).toHaveBeenCalledTimes(1));
    expect(bodyOf(api, 'createAlertRule')).toMatchObject({
      name: 'Orders fail',
      scope: {
        workflows: ['embedded/trial_activation'],
        environments: ['prod', 'stage'],
      },
      threshold: 20,
      windowMs: 3_600_000,
      recipients: [],
    });
  });

  it('changes a rule in the revision that was loaded', async () => {
    const api = new FakeWorkflowRuns();
    api.alerts.rules = [anAlertRule({ revision: 4 })];
    api.alerts.preview = anAlertPreview();
    const { user, toasts } = open(api);
    await user.click(await button('Edit Trial activations fail'));
    expect(
      await screen.findByText('Would have fired 2 times.'),
    ).toBeInTheDocument();
    const threshold = screen.getByLabelText('Fires above');
    await user.clear(threshold);
    await user.type(threshold, '100');
    expect(
      screen.getByText(/less than 100 %: nothing is above that/),
    ).toBeInTheDocument();
    await user.clear(threshold);
    await user.type(threshold, '35');
    api.alerts.rules[0] = anAlertRule({ revision: 5 });
    await user.click(await button('Save rule'));
    expect(
      await screen.findByText(/The rule was not saved: .*load it anew/),
    ).toBeInTheDocument();
    api.alerts.rules[0] = anAlertRule({ revision: 4 });
    await user.click(await button('Save rule'));
    await waitFor(() => expect(toasts.post).toHaveBeenCalledTimes(1));
    expect(bodyOf(api, 'changeAlertRule')).toMatchObject({
      threshold: 35,
      revision: 4,
      scope: { workflows: ['embedded/trial_activation'] },
    });
    await waitFor(() =>
      expect(bodyOf(api, 'previewAlertRule')).toMatchObject({ name: '–' }),
    );
  });

  it('reads as a table what it would have done', async () => {
    const api = new FakeWorkflowRuns();
    api.alerts.rules = [anAlertRule()];
    const { user } = open(api);
    await user.click(await button('Edit Trial activations fail'));
    await user.click(await button('View as table: The last 7 days'));
    const table = screen.getByRole('table', { name: 'The last 7 days' });

    expect(within(table).getAllByRole('row')).toHaveLength(1 + 7 * 24);
  });

  it('snoozes, wakes and resolves what fires', async () => {
    const api = new FakeWorkflowRuns();
    api.alerts.rules = [anAlertRule({ state: { status: 'firing' } })];
    const { user, toasts } = open(api);
    await user.click(await button('Snooze Trial activations fail'));
    await user.selectOptions(screen.getByRole('combobox'), '1 hour');
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Snooze',
      }),
    );
    expect(await button('Wake Trial activations fail')).toBeInTheDocument();
    const { until } = bodyOf(api, 'snoozeAlertRule') as { until: string };
    expect(Date.parse(until) - Date.now()).toBeGreaterThan(3_500_000);
    expect(Date.parse(until) - Date.now()).toBeLessThan(3_700_000);

    await user.click(await button('Resolve Trial activations fail'));
    await user.type(screen.getByLabelText('Note'), 'restarted');
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Resolve',
      }),
    );
    expect(await screen.findByText('Resolved by hand')).toBeInTheDocument();
    expect(bodyOf(api, 'resolveAlertRule')).toEqual({ note: 'restarted' });
    await user.click(await button('Wake Trial activations fail'));
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', { name: 'Wake' }),
    );
    await waitFor(() => expect(toasts.post).toHaveBeenCalledTimes(3));
  });

  it('says when a rule fired, and what came of it', async () => {
    const api = new FakeWorkflowRuns();
    api.alerts.rules = [anAlertRule()];
    api.alerts.episodes = [
      anAlertEpisode({ id: 'c', resolvedAt: null, end: null, toldAt: null }),
      anAlertEpisode({
        id: 'b',
        end: 'by_hand',
        resolvedBy: 'user:default/ada',
        note: 'restarted',
      }),
      anAlertEpisode({ id: 'a' }),
    ];
    const { user } = open(api);
    await user.click(await button('History of Trial activations fail'));
    const table = await screen.findByRole('table', { name: 'When it fired' });
    const [, first, second, third] = within(table).getAllByRole('row');

    expect(first).toHaveTextContent(/still fires.*nobody was told/);
    expect(second).toHaveTextContent(/resolved by ada.*restarted/);
    expect(third).toHaveTextContent(/31.4 % of 20 %.*44.8 %.*OK again/);
  });

  it('deletes a rule once it is sure', async () => {
    const api = new FakeWorkflowRuns();
    api.alerts.rules = [anAlertRule()];
    const { user } = open(api);
    await user.click(await button('Delete Trial activations fail'));
    expect(screen.getByText('Its history goes as well.')).toBeInTheDocument();
    await user.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Delete',
      }),
    );

    expect(
      await screen.findByText('There are no alert rules yet'),
    ).toBeInTheDocument();
  });

  it('opens with the history of the rule that the address names', async () => {
    const api = new FakeWorkflowRuns();
    api.alerts.rules = [anAlertRule({ id: 'a' })];
    api.alerts.episodes = [anAlertEpisode()];
    open(api, '/?rule=a');

    expect(
      await screen.findByRole('table', { name: 'When it fired' }),
    ).toBeInTheDocument();
  });

  it('says what cannot be read', async () => {
    const api = new FakeWorkflowRuns();
    api.fail('listAlertRules', apiError(403, { name: 'NotAllowedError' }));
    open(api);

    expect(await screen.findByText(/You may not see this/)).toBeInTheDocument();
  });
});

describe('a draft', () => {
  it.each([
    [{}, 'workflows'],
    [{ workflows: ['embedded/a'], name: '' }, 'name'],
    [{ workflows: ['embedded/a'], threshold: 'much' }, 'threshold'],
    [{ isOfView: true }, 'view'],
    [
      { workflows: ['embedded/a'], kind: 'queue_age' as const, threshold: '5' },
      'threshold',
    ],
  ])('with %j lacks %s', (change, fault) => {
    const draft = { ...NEW_RULE, name: 'Orders', ...change };
    expect(fromDraft(draft, { isNamed: true })).toEqual({ fault });
  });

  it('says the same as the rule that it was made of', () => {
    const rule = anAlertRule({
      kind: 'p95_duration',
      threshold: 5_400_000,
      recipients: ['group:default/a', 'user:default/b'],
      scope: { workflows: ['embedded/a'], environments: ['prod'] },
    });
    const made = fromDraft(toDraft(rule), { isNamed: true });
    const { id: _, state: __, ...said } = rule;

    expect(said).toMatchObject((made as { content: object }).content);
  });

  it.each([
    [5_400_000, '1h30m'],
    [86_400_000, '1d'],
    [1_500, '1s500ms'],
    [0, '0ms'],
  ])('writes %s ms as %s', (ms, text) => {
    expect(toSpan(ms)).toBe(text);
  });
});
