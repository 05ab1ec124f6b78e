import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import {
  actionsAllowed,
  anAction,
  anAnnotation,
  anArtifact,
  anAuditEntry,
  anEvent,
  anUpdate,
  apiError,
  aPayload,
  aRun,
  aSnapshot,
  aStep,
  at,
  aWorkflow,
  FakeRun,
  FakeWorkflowRuns,
} from 'backstage-plugin-workflow-runs-react/testing';
import { giveElementsSize, renderScreen } from '../__testUtils__/render';
import { RunPage } from './RunPage';

jest.setTimeout(90_000);

const RUN = aRun().id;
let restore: () => void;
beforeEach(() => {
  restore = giveElementsSize();
});
afterEach(() => restore());

function show(
  overrides: Partial<FakeRun> = {},
  tab = 'logs',
  prepare: (api: FakeWorkflowRuns) => void = () => {},
) {
  const api = new FakeWorkflowRuns();
  prepare(api);
  api.workflows = [aWorkflow()];
  const run = api.add({ ...aSnapshot(), ...overrides });
  renderScreen(<RunPage runId={RUN} />, api, `/?tab=${tab}`);
  return { api, run, user: userEvent.setup() };
}
const bodyOf = (api: FakeWorkflowRuns, id: string) =>
  api.calls.findLast(call => call.id === id)?.input.body;
const refused = (permission: string) => ({
  allowed: false,
  reason: `You need the permission ${permission}`,
});

describe('the header', () => {
  it('adds and removes tags in place', async () => {
    const { api, user } = show({ run: aRun({ tags: ['eu'] }) });
    await user.click(await screen.findByRole('button', { name: 'Add tag' }));
    const field = screen.getByLabelText('New tag');
    await user.type(field, 'eu{Enter}');
    expect(screen.getByRole('alert')).toHaveTextContent('has this tag already');
    await user.clear(field);
    await user.type(field, ' month-end {Enter}');
    expect(
      await screen.findByRole('button', { name: 'Remove the tag month-end' }),
    ).toBeInTheDocument();
    expect(bodyOf(api, 'tagRun')).toEqual({ add: ['month-end'] });
    await waitFor(() => expect(field).toHaveValue(''));
    await user.click(screen.getByRole('button', { name: 'Remove the tag eu' }));
    await waitFor(() =>
      expect(screen.queryByTitle('eu')).not.toBeInTheDocument(),
    );
    expect(bodyOf(api, 'tagRun')).toEqual({ remove: ['eu'] });
  });

  it('assigns a run to any reference, and refuses what is none', async () => {
    const { api, user } = show();
    await user.click(
      await screen.findByRole('button', { name: 'Change owner' }),
    );
    const dialog = await screen.findByRole('dialog');
    const field = within(dialog).getByLabelText('Owner');
    await user.type(field, 'nobody{Enter}');
    expect(dialog).toHaveTextContent('It takes a reference such as');
    expect(bodyOf(api, 'assignRun')).toBeUndefined();
    await user.clear(field);
    await user.type(field, 'group:sales/crm');
    await user.click(within(dialog).getByRole('button', { name: 'Assign' }));
    expect(await screen.findByText('sales/crm')).toBeInTheDocument();
    expect(bodyOf(api, 'assignRun')).toEqual({ owner: 'group:sales/crm' });
  });

  it('keeps who watches while live updates arrive', async () => {
    const { api, user } = show({ watch: { watching: false, watchers: 2 } });
    await user.click(await screen.findByRole('button', { name: /^Watch/ }));
    const watching = await screen.findByRole('button', {
      name: /Watching.*3 users watch it/,
    });
    expect(watching).toHaveAttribute('aria-pressed', 'true');
    act(() =>
      api.push(
        RUN,
        anUpdate({ run: aRun({ position: 20, tags: ['streamed'] }) }),
      ),
    );
    expect(await screen.findByTitle('streamed')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /Watching.*3 users watch it/ }),
    ).toBeInTheDocument();
  });

  it('shows target, retries and the business event', async () => {
    show({
      run: aRun({
        retries: 2,
        sla: { status: 'breached', targetMs: 60_000, dueAt: at(60) },
        completedAt: at(84),
        status: 'completed',
        businessEventId: 'evt_1',
        businessEventUrl: 'https://erp.example.com/evt_1',
      }),
    });
    expect(await screen.findByText('Breached by 24 s')).toBeInTheDocument();
    expect(screen.getByText('attempts after the first')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /evt_1/ })).toHaveAttribute(
      'href',
      'https://erp.example.com/evt_1',
    );
  });

  it('says which permission is missing', async () => {
    const { user } = show({
      run: aRun({
        allowedActions: actionsAllowed({
          tag: refused('workflow-runs.run.tag'),
        }),
      }),
    });
    await user.hover(await screen.findByRole('button', { name: 'Add tag' }));
    expect(await screen.findByRole('tooltip')).toHaveTextContent(
      'workflow-runs.run.tag',
    );
  });
});

describe('the tabs', () => {
  it('keep a note, and show those of others as they arrive', async () => {
    const { api, run, user } = show(
      {
        annotations: Array.from({ length: 51 }, (_, index) =>
          anAnnotation({ id: `n${index}`, note: `note ${index}` }),
        ),
      },
      'annotations',
    );
    expect(await screen.findByText('note 49')).toBeInTheDocument();
    expect(screen.queryByText('note 50')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Older notes' }));
    expect(await screen.findByText('note 50')).toBeInTheDocument();

    const field = screen.getByLabelText('Add a note');
    await user.type(field, 'mine{Control>}{Enter}{/Control}');
    expect(await screen.findByText('mine')).toBeInTheDocument();
    expect(bodyOf(api, 'annotateRun')).toEqual({ note: 'mine' });
    await waitFor(() => expect(field).toHaveValue(''));

    run.annotations = [
      anAnnotation({ id: 'other', note: 'of somebody else' }),
      ...run.annotations,
    ];
    act(() =>
      api.push(
        RUN,
        anUpdate({
          events: [
            anEvent({
              number: 9,
              type: 'run.changed',
              payload: { annotation: { id: 'other' } },
            }),
          ],
        }),
      ),
    );
    expect(await screen.findByText('of somebody else')).toBeInTheDocument();
  });

  it('tell what actions have changed, and which bulk job asked', async () => {
    const { user } = show(
      {
        actions: [
          anAction({
            id: 'act_2',
            actor: 'user:default/admin',
            reason: "Bulk job 'Tidy up': it is over",
          }),
        ],
      },
      'audit',
      api => {
        api.audit.items = [
          anAuditEntry({
            runId: RUN,
            action: 'tag',
            reason: null,
            before: { tags: ['c'] },
            after: { tags: ['a', 'b'] },
          }),
        ];
      },
    );
    expect(
      await screen.findByText('added a, b · removed c'),
    ).toBeInTheDocument();
    expect(screen.getByText('Bulk job Tidy up')).toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText('Who'), 'admin');
    expect(screen.queryByText(/added a, b/)).not.toBeInTheDocument();
    await user.selectOptions(screen.getByLabelText('Action'), 'Tags');
    expect(screen.getByText('Nothing fits the filters')).toBeInTheDocument();
  });

  it('show what was reported of the business, and say where nothing was', async () => {
    show(
      {
        run: aRun({
          effectiveness: {
            firstPassSuccess: true,
            accuracy: 0.9,
            throughputDelta: null,
          },
        }),
        business: {
          experience: null,
          details: { plan: 'trial' },
          indicators: [
            { name: 'Seats', before: 0, after: 5, unit: 'seats', stepKey: 'x' },
          ],
        },
      },
      'business',
    );
    const panel = await screen.findByRole('tabpanel');
    await waitFor(() => expect(panel).toHaveTextContent('Accuracy90 %'));
    expect(panel).toHaveTextContent('ThroughputNot reported');
    expect(panel).toHaveTextContent('Before 0 seatsAfter 5 seats+5 seats');
  });

  it('say how a handler reports', async () => {
    show({}, 'business');
    expect(
      await screen.findByText(/A handler says so with report\(/),
    ).toBeInTheDocument();
  });

  it('list trace and spans, and say what is not configured', async () => {
    show(
      {
        run: aRun({
          diagnostics: {
            traceId: 'abc123',
            resourceUsage: { tokens: null, computeMs: null },
          },
        }),
        steps: [aStep({ name: 'Load', spanId: 'span9', attempts: 2 })],
      },
      'traces',
    );
    expect(await screen.findByText('abc123')).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Copy the span id of Load' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/Set workflowRuns.traces.url/)).toBeInTheDocument();
  });

  it('say what is missing where there is no trace', async () => {
    show({}, 'traces');
    expect(await screen.findByText(/has told of no trace/)).toBeInTheDocument();
  });

  it.each(['io', 'artifacts', 'traces', 'annotations', 'audit', 'business'])(
    'have markup that assistive technology can read: %s',
    async tab => {
      show(
        {
          steps: [aStep({ spanId: 'span9', attempts: 2 })],
          payloads: [aPayload()],
          artifacts: [anArtifact()],
          annotations: [anAnnotation()],
          actions: [anAction()],
          business: {
            experience: 0.5,
            details: { plan: 'trial' },
            indicators: [
              { name: 'Seats', before: 0, after: 5, unit: '', stepKey: 'x' },
            ],
          },
        },
        tab,
      );
      const panel = await screen.findByRole('tabpanel');
      await waitFor(() =>
        expect(panel.querySelector('[aria-busy]')).not.toBeInTheDocument(),
      );
      const { violations } = await axe.run(panel, {
        // Colours are computed by a browser only; the tokens have a test of their own.
        rules: { 'color-contrast': { enabled: false } },
      });
      expect(
        violations.map(each => `${each.id}: ${each.nodes[0].html}`),
      ).toEqual([]);
    },
  );

  it('search in values, and name the permission that is missing', async () => {
    const { user } = show(
      {
        payloads: [
          aPayload(),
          aPayload({
            stepKey: 'load_account',
            direction: 'output',
            value: { seats: 5 },
            truncated: true,
            bytes: 70_000,
          }),
        ],
      },
      'io',
    );
    await user.type(await screen.findByLabelText('Search in values'), 'SEATS');
    expect(await screen.findByText('1 line in 1 value')).toBeInTheDocument();
    expect(screen.getByText(/the whole of it has 70.0 kB/)).toBeInTheDocument();
  });

  it('name the permission that reading values takes', async () => {
    const { api } = show({}, 'decisions');
    api.fail(
      'listPayloads',
      apiError(403, {
        name: 'NotAllowedError',
        message: 'Missing permission workflow-runs.run.read-io',
      }),
    );
    const user = userEvent.setup();
    await user.click(await screen.findByRole('tab', { name: 'I/O' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'workflow-runs.run.read-io.',
    );
  });

  it('preview harmless files, and copy a link that says until when', async () => {
    const { user } = show(
      {
        artifacts: [
          anArtifact(),
          anArtifact({ id: 'a2', name: 'x.html', contentType: 'text/html' }),
        ],
      },
      'artifacts',
    );
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(
      await screen.findByRole('button', { name: 'Copy a link to report.csv' }),
    );
    expect(
      await screen.findByText(/may fetch the file until \d\d:\d\d:\d\d/),
    ).toBeInTheDocument();
    expect(copied).toHaveBeenCalledWith(
      'https://portal.example/artifacts/artifact-1?sig=x',
    );
    expect(
      screen.getByRole('button', { name: 'Preview x.html' }),
    ).toHaveAttribute('aria-disabled', 'true');
    await user.click(
      screen.getByRole('button', { name: 'Preview report.csv' }),
    );
    const dialog = await screen.findByRole('dialog', { name: 'report.csv' });
    await waitFor(() =>
      expect(dialog).toHaveTextContent('content of artifact-1'),
    );
  });

  it('lead to files that are kept elsewhere, and by no address that is none of the web', async () => {
    const elsewhere = { bytes: null, sha256: null };
    show(
      {
        artifacts: [
          anArtifact({ ...elsewhere, url: 'https://ci.acme.test/report.csv' }),
          anArtifact({
            ...elsewhere,
            id: 'a2',
            name: 'evil.csv',
            // eslint-disable-next-line no-script-url
            url: 'javascript:alert(1)',
          }),
        ],
      },
      'artifacts',
    );
    const link = await screen.findByRole('link', {
      name: 'Open report.csv where it is, at ci.acme.test',
    });
    expect(link).toHaveAttribute('href', 'https://ci.acme.test/report.csv');
    expect(link).toHaveAttribute('rel', 'noopener noreferrer');
    expect(screen.getByText('Kept at ci.acme.test')).toBeInTheDocument();
    expect(screen.getByText('evil.csv')).toBeInTheDocument();
    expect(document.querySelector('[href^="javascript"]')).toBeNull();
    expect(screen.queryByRole('button', { name: /Download/ })).toBeNull();
  });
});
