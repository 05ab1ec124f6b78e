import {
  aPrivacyPolicy,
  apiError,
} from 'backstage-plugin-workflow-runs-react/testing';
import { PageContent } from '../../../src/layout/PageContent';
import { PrivacyPage } from '../../../src/privacy/PrivacyPage';
import { RevealDialog } from '../../../src/privacy/RevealDialog';
import { inTurn, press, see, type } from '../acts';
import { but, failing, portal, unused } from '../backends';
import { fiveStates } from '../fiveStates';
import { GalleryScreen } from '../screen';

const wrongPath = apiError(400, {
  message: 'body/rules/0/path: unexpected end of the path',
  violations: [
    {
      pointer: '/rules/0/path',
      rule: 'path',
      message: 'unexpected end of the path (at character 12)',
    },
  ],
});
const conflict = apiError(409, {
  message: 'The policy was changed meanwhile: it has revision 7',
});

const LONG =
  'Whatever the vendor of the CRM sends along, which nobody has asked for, and which is of people who have never been told that it is kept anywhere at all';

const written = but(portal, api => {
  api.privacy.items = [
    aPrivacyPolicy({
      workflow: 'embedded/trial_activation',
      description: LONG,
      rules: [
        { path: '$.account.owner.email', kind: 'owner', treatment: 'tokenize' },
        { path: "$..contacts[*]['phone number']", treatment: 'redact' },
        { key: '*_iban', treatment: 'hash' },
        { detector: 'ip_address', treatment: 'redact' },
        { detector: 'email', treatment: 'keep' },
      ],
    }),
    aPrivacyPolicy({
      id: 'pol_2',
      name: 'Addresses of machines',
      description: '',
      origin: 'configuration',
      updatedAt: null,
      updatedBy: null,
      rules: [{ detector: 'ip_address', treatment: 'redact' }],
    }),
    aPrivacyPolicy({
      id: 'pol_3',
      name: 'Salaries',
      tenantId: 'acme',
      enabled: false,
    }),
  ];
  api.privacy.onPreview = (_, runId) => {
    if (runId !== api.runs[0].run.id) return {};
    return {
      findings: [
        {
          place: 'input',
          stepKey: null,
          path: "$['account']['owner']['email']",
          kind: 'owner',
          treatment: 'tokenize',
          rule: 0,
          detector: null,
          text: 'ada@example.com',
        },
        {
          place: 'log',
          stepKey: 'provision_environment',
          path: '$',
          kind: 'ip_address',
          treatment: 'redact',
          rule: null,
          detector: 'ip_address',
          text: '10.2.3.4',
        },
      ],
      total: 14,
    };
  };
});
const page = (
  <PageContent>
    <PrivacyPage />
  </PageContent>
);
const opened = (...more: Parameters<typeof inTurn>) =>
  inTurn(
    press('Actions: Customers', 'Edit'),
    see('What would this do?'),
    ...more,
  );
const reveal = (
  <RevealDialog runId="run_1" token="tok_1" kind="email" onClose={() => {}} />
);

export const privacy: GalleryScreen = {
  title: 'Privacy',
  states: {
    policies: { element: page, backend: written, sees: 'Salaries' },
    ...fiveStates({
      element: page,
      backend: written,
      routes: ['listPrivacyPolicies'],
      error: 'The policies could not be loaded',
      empty: { backend: portal, sees: 'No policy yet' },
      content: { sees: 'Salaries' },
    }),
    menu: {
      element: page,
      backend: written,
      act: press('Actions: Addresses of machines'),
      sees: 'changed there',
    },
    new: {
      element: page,
      backend: written,
      act: press('New policy'),
      sees: 'What would this do?',
    },
    edit: {
      element: page,
      backend: written,
      act: opened(),
      sees: 'Try it on',
    },
    preview: {
      element: page,
      backend: written,
      act: opened(press(/^Try it on/)),
      sees: '14 values would be treated',
    },
    'preview-old': {
      element: page,
      backend: written,
      act: opened(
        press(/^Try it on/),
        see('14 values'),
        type('Rule 1: of what', '$.account.owner'),
      ),
      sees: 'was changed since',
    },
    'preview-none': {
      element: page,
      backend: unused,
      act: press('New policy'),
      sees: 'There is no run to try it on',
    },
    'preview-failed': {
      element: page,
      backend: failing(written, wrongPath, 'previewPrivacyPolicy'),
      act: opened(press(/^Try it on/)),
      sees: 'It could not be tried',
    },
    wrong: {
      element: page,
      backend: failing(written, wrongPath, 'changePrivacyPolicy'),
      act: opened(press('Save')),
      sees: 'It could not be saved',
    },
    conflict: {
      element: page,
      backend: failing(written, conflict, 'changePrivacyPolicy'),
      act: opened(press('Save')),
      sees: 'It could not be saved',
    },
    delete: {
      element: page,
      backend: written,
      act: press('Actions: Customers', 'Delete'),
      sees: 'What was taken out stays out',
    },
    reveal: { element: reveal, backend: written, sees: 'Reveal a value' },
    revealed: {
      element: reveal,
      backend: written,
      act: inTurn(type(/^Why it has to be seen/, 'INC-1182'), press('Reveal')),
      sees: 'ada@example.com',
    },
  },
};
