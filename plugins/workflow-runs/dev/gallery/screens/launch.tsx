import {
  aPayload,
  aWorkflow,
  apiError,
} from 'backstage-plugin-workflow-runs-react/testing';
import { LaunchButton } from '../../../src/launch/LaunchButton';
import { PageContent } from '../../../src/layout/PageContent';
import { inTurn, press, see, type } from '../acts';
import { breakdown, but, failing, portal, silent } from '../backends';
import { GalleryScreen, GalleryState } from '../screen';
import { LONG_NAME } from '../unusual';

const open = press('Launch workflow');
const openForm = inTurn(open, press(/^Trial activation/));

const dialog = (state: Partial<GalleryState> & { sees: string }) => ({
  element: (
    <PageContent>
      <LaunchButton hrefOf={runId => `/workflow-runs/runs/${runId}`} />
    </PageContent>
  ),
  backend: portal,
  act: open,
  ...state,
});

const withWorkflow = (workflow: Parameters<typeof aWorkflow>[0]) =>
  but(portal, api => {
    api.workflows = [aWorkflow(workflow), ...api.workflows.slice(1)];
  });

const withoutSchema = but(portal, api => {
  api.workflows = [
    { ...aWorkflow(), definition: null, inputSchema: {} },
    ...api.workflows.slice(1),
  ];
  for (const run of api.runs) run.payloads = [];
});

export const launch: GalleryScreen = {
  title: 'Launch',
  states: {
    workflows: dialog({ sees: 'Usage rollup' }),
    'workflows-loading': dialog({
      backend: silent(portal, 'listWorkflows'),
      sees: 'Loading',
    }),
    'workflows-none': dialog({
      backend: but(portal, api => {
        api.workflows = [];
      }),
      sees: 'There is no workflow that you may see',
    }),
    'workflows-error': dialog({
      backend: failing(portal, breakdown(), 'listWorkflows'),
      sees: 'The workflows could not be loaded',
    }),
    'workflows-no-match': dialog({
      backend: but(portal, api => {
        api.workflows = Array.from({ length: 30 }, (_, index) =>
          aWorkflow({ name: `sync_${index}`, title: `Sync ${index}` }),
        );
      }),
      act: inTurn(open, type('Find a workflow', 'payroll')),
      sees: 'No workflow matches',
    }),
    form: dialog({ act: openForm, sees: 'Seats' }),
    'form-options': dialog({
      act: inTurn(openForm, see('Seats'), press('Options')),
      sees: 'Separated by commas',
    }),
    'form-invalid': dialog({
      act: inTurn(openForm, see('Seats'), press('Launch')),
      sees: 'must have required property',
    }),
    'form-refused': dialog({
      backend: failing(
        portal,
        apiError(409, { message: 'Backfills wait until 18:00' }),
        'launch',
      ),
      act: inTurn(openForm, type(/^Account/, 'acc_5512'), press('Launch')),
      sees: 'The run was not launched',
    }),
    'form-loading': dialog({
      backend: silent(portal, 'getWorkflow'),
      act: openForm,
      sees: 'Loading',
    }),
    'form-error': dialog({
      backend: failing(portal, breakdown(), 'getWorkflow'),
      act: openForm,
      sees: 'The workflow could not be loaded',
    }),
    'form-without-input': dialog({
      backend: withWorkflow({ inputSchema: {} }),
      act: openForm,
      sees: 'This workflow takes no input',
    }),
    'form-json': dialog({
      backend: withoutSchema,
      act: inTurn(open, press(/^Trial activation/)),
      sees: 'Its engine says what this workflow takes',
    }),
    'form-json-like-before': dialog({
      backend: but(withoutSchema, api => {
        for (const run of api.runs) {
          run.payloads = [
            aPayload({
              value: { account: 'acc_1', mail: '[redacted:e-mail]' },
            }),
          ];
        }
      }),
      act: inTurn(open, press(/^Trial activation/)),
      sees: 'As its last run was given it',
    }),
    'form-json-invalid': dialog({
      backend: withoutSchema,
      act: inTurn(
        open,
        press(/^Trial activation/),
        type('Input (JSON)', '[1]'),
        press('Launch'),
      ),
      sees: 'It has to be a JSON object',
    }),
    'form-long-names': dialog({
      backend: withWorkflow({ title: LONG_NAME, description: LONG_NAME }),
      act: inTurn(open, press(/^Reconcile/)),
      sees: 'Seats',
    }),
  },
};
