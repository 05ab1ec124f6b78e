import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aPrivacyPolicy,
  apiError,
  aRun,
  aSnapshot,
  aWorkflow,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { renderScreen } from '../__testUtils__/render';
import { contentOf, draftOf } from './draft';
import { PrivacyPage } from './PrivacyPage';
import { RevealDialog } from './RevealDialog';

function backend() {
  const api = new FakeWorkflowRuns();
  api.workflows = [aWorkflow()];
  api.add(aSnapshot({ run: aRun({ id: 'run_1' }) }));
  api.privacy.items = [aPrivacyPolicy()];
  return api;
}
const bodyOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.filter(call => call.id === id).at(-1)?.input.body;

it('a policy is typed as it was, and says what it said', () => {
  const policy = aPrivacyPolicy({
    rules: [
      { path: '$.a', treatment: 'keep' },
      { key: 'b*', kind: 'bee', treatment: 'hash' },
      { detector: 'email', treatment: 'redact' },
    ],
  });
  const { id, origin, revision, updatedBy, updatedAt, ...content } = policy;

  expect(contentOf(draftOf(policy))).toEqual(content);
});

describe('the page of privacy', () => {
  it('shows policies with what they do, and what is looked for anyway', async () => {
    await renderScreen(<PrivacyPage />, backend());

    expect(
      await screen.findByText('Field $.customer.email → Tokenize'),
    ).toBeVisible();
    expect(screen.getByText('Key *_iban → Hash')).toBeVisible();
    const detectors = screen.getByRole('table', { name: 'Detectors' });
    expect(within(detectors).getByText('Always taken out')).toBeVisible();
  });

  it('writes a policy as it was typed', async () => {
    const api = backend();
    const user = userEvent.setup();
    await renderScreen(<PrivacyPage />, api);
    await user.click(await screen.findByText('New policy'));
    await user.type(screen.getByLabelText(/^Name/), 'Wages');
    await user.clear(screen.getByLabelText('Rule 1: of what'));
    await user.type(screen.getByLabelText('Rule 1: of what'), '$.wage');
    await user.selectOptions(
      screen.getByLabelText('Rule 1: treatment'),
      'tokenize',
    );
    await user.click(screen.getByText('Add a rule'));
    await user.selectOptions(
      screen.getByLabelText('Rule 2: found by'),
      'detector',
    );
    await user.click(screen.getByText('Save'));

    await waitFor(() =>
      expect(bodyOf(api, 'createPrivacyPolicy')).toEqual({
        name: 'Wages',
        description: '',
        tenantId: null,
        workflow: null,
        enabled: true,
        rules: [
          { path: '$.wage', treatment: 'tokenize' },
          { detector: 'private_key', treatment: 'redact' },
        ],
      }),
    );
    expect(await screen.findByText('Wages')).toBeVisible();
  });

  it('changes the revision that was read, and keeps what was typed when it is refused', async () => {
    const api = backend();
    api.fail(
      'changePrivacyPolicy',
      apiError(400, {
        message: 'body/rules/1/key: no',
        violations: [
          { pointer: '/rules/1/key', rule: 'key', message: 'must be a name' },
        ],
      }),
    );
    const user = userEvent.setup();
    await renderScreen(<PrivacyPage />, api);
    await user.click(await screen.findByLabelText('Actions: Customers'));
    await user.click(screen.getByText('Edit'));
    await user.click(screen.getByLabelText('Move rule 2 up'));
    await user.click(screen.getByText('Save'));

    expect(await screen.findByText('must be a name')).toBeVisible();
    expect(bodyOf(api, 'changePrivacyPolicy')).toMatchObject({
      revision: 1,
      rules: [{ key: '*_iban' }, { path: '$.customer.email' }],
    });
    expect(screen.getByLabelText('Rule 1: of what')).toHaveValue('*_iban');
    await user.type(screen.getByLabelText('Rule 2: of what'), 's');
    expect(screen.queryByText('must be a name')).not.toBeInTheDocument();
    expect(screen.queryByText(/^It could not be saved/)).toBeNull();
  });

  it('tells what a policy would do, and when that is no longer so', async () => {
    const api = backend();
    api.privacy.onPreview = () => ({
      total: 1,
      findings: [
        {
          place: 'input',
          stepKey: null,
          path: "$['customer']",
          kind: 'customer',
          treatment: 'tokenize',
          rule: 0,
          detector: null,
          text: 'Ada',
        },
      ],
    });
    const user = userEvent.setup();
    await renderScreen(<PrivacyPage />, api);
    await user.click(await screen.findByLabelText('Actions: Customers'));
    await user.click(screen.getByText('Edit'));
    await user.click(await screen.findByText('Try it on 1 run'));

    expect(await screen.findByText('1 value would be treated')).toBeVisible();
    expect(screen.getByText('Ada')).toBeVisible();
    expect(bodyOf(api, 'previewPrivacyPolicy')).toMatchObject({
      runIds: ['run_1'],
      policy: { name: 'Customers' },
    });
    await user.type(screen.getByLabelText('Rule 1: of what'), 's');
    expect(
      screen.getByText('The policy was changed since. Try it again.'),
    ).toBeVisible();
  });

  it('deletes a policy only when asked again, and none of the configuration', async () => {
    const api = backend();
    api.privacy.items.push(
      aPrivacyPolicy({
        id: 'config_0',
        name: 'Machines',
        origin: 'configuration',
      }),
    );
    const user = userEvent.setup();
    await renderScreen(<PrivacyPage />, api);
    await user.click(await screen.findByLabelText('Actions: Machines'));
    expect(screen.getByRole('menuitem', { name: /^Delete/ })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await user.keyboard('{Escape}');
    await user.click(screen.getByLabelText('Actions: Customers'));
    await user.click(screen.getByText('Delete'));
    await user.click(await screen.findByRole('button', { name: 'Delete' }));

    await waitFor(() =>
      expect(screen.queryByText('Customers')).not.toBeInTheDocument(),
    );
    expect(api.privacy.items.map(({ name }) => name)).toEqual(['Machines']);
  });
});

describe('a value', () => {
  it('is shown with a reason, and hidden again in time', async () => {
    const api = backend();
    api.privacy.onReveal = () => ({
      value: 'ada@example.com',
      kind: 'email',
      hideAt: new Date(Date.now() + 1_500).toISOString(),
    });
    const user = userEvent.setup();
    await renderScreen(
      <RevealDialog
        runId="run_1"
        token="tok_1"
        kind="email"
        onClose={() => {}}
      />,
      api,
    );
    await user.click(screen.getByText('Reveal'));
    expect(bodyOf(api, 'revealValue')).toBeUndefined();
    await user.type(screen.getByLabelText(/^Why it has/), 'INC-7');
    await user.click(screen.getByText('Reveal'));

    expect(await screen.findByText('ada@example.com')).toBeVisible();
    expect(bodyOf(api, 'revealValue')).toEqual({
      token: 'tok_1',
      reason: 'INC-7',
    });
    expect(
      await screen.findByText('It is hidden again.', {}, { timeout: 5_000 }),
    ).toBeVisible();
    expect(screen.queryByText('ada@example.com')).not.toBeInTheDocument();
  });
});
