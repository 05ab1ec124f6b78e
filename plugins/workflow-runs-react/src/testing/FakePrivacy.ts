import {
  DetectorInfo,
  PrivacyPolicy,
  PrivacyPolicyContent,
  PrivacyPreviewRun,
  RouteResult,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import { apiError } from './apiError';
import { at } from './builders';

/** A policy that is in the database; say what differs. @public */
export function aPrivacyPolicy(
  overrides: Partial<PrivacyPolicy> = {},
): PrivacyPolicy {
  return {
    id: 'pol_1',
    name: 'Customers',
    description: 'Who has bought something is nobody’s business here',
    tenantId: null,
    workflow: null,
    enabled: true,
    rules: [
      { path: '$.customer.email', kind: 'customer', treatment: 'tokenize' },
      { key: '*_iban', treatment: 'hash' },
    ],
    origin: 'database',
    revision: 1,
    updatedBy: 'user:default/ada',
    updatedAt: at(0),
    ...overrides,
  };
}

/** Policies of privacy in memory, with the conflicts that the API has. @public */
export class FakePrivacy {
  items: PrivacyPolicy[] = [];
  detectors: DetectorInfo[] = [
    { id: 'private_key', isSecret: true, treatment: 'redact' },
    { id: 'email', isSecret: false, treatment: 'redact' },
    { id: 'ip_address', isSecret: false, treatment: 'keep' },
  ];
  /** What a policy would do to a run; nothing by default. */
  onPreview: (
    policy: PrivacyPolicyContent,
    runId: string,
  ) => Partial<PrivacyPreviewRun> = () => ({});
  /** What a token stands for. */
  onReveal: (token: string) => RouteResult<Routes['revealValue']> = () => ({
    value: 'ada@example.com',
    kind: 'email',
    hideAt: new Date(Date.now() + 60_000).toISOString(),
  });

  answer(
    id: string,
    params: Record<string, string>,
    body: Record<string, unknown>,
  ) {
    switch (id) {
      case 'listPrivacyPolicies':
        return { items: this.items, detectors: this.detectors };
      case 'createPrivacyPolicy':
        return this.create(body as PrivacyPolicyContent);
      case 'changePrivacyPolicy':
        return this.change(params.policyId, body as never);
      case 'deletePrivacyPolicy':
        this.items = this.items.filter(each => each.id !== params.policyId);
        return {};
      case 'previewPrivacyPolicy': {
        const { policy, runIds } = body as {
          policy: PrivacyPolicyContent;
          runIds: string[];
        };
        return { items: runIds.map(runId => this.preview(policy, runId)) };
      }
      default:
        return this.onReveal(String(body.token));
    }
  }

  private create(content: PrivacyPolicyContent): PrivacyPolicy {
    if (this.items.some(({ name }) => name === content.name)) {
      throw apiError(409, {
        message: `There is another policy of the name '${content.name}'`,
      });
    }
    const policy = aPrivacyPolicy({
      ...content,
      id: `pol_${this.items.length + 1}`,
    });
    this.items = [...this.items, policy];
    return policy;
  }

  private change(
    policyId: string,
    { revision, ...content }: PrivacyPolicyContent & { revision: number },
  ): PrivacyPolicy {
    const before = this.items.find(({ id }) => id === policyId)!;
    if (before.revision !== revision) {
      throw apiError(409, {
        message: `The policy was changed meanwhile: it has revision ${before.revision}`,
      });
    }
    const policy = { ...before, ...content, revision: revision + 1 };
    this.items = this.items.map(each => (each.id === policyId ? policy : each));
    return policy;
  }

  private preview(
    policy: PrivacyPolicyContent,
    runId: string,
  ): PrivacyPreviewRun {
    const found = this.onPreview(policy, runId);
    return {
      runId,
      workflow: 'embedded/trial_activation',
      findings: [],
      total: found.findings?.length ?? 0,
      applies: true,
      cut: false,
      ...found,
    };
  }
}
