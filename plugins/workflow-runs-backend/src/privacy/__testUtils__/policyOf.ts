import {
  PrivacyPolicyContent,
  privacyPolicyContentSchema,
} from 'backstage-plugin-workflow-runs-common';

/** What a policy says; say what differs. */
export function policyOf(
  name: string,
  overrides: Partial<PrivacyPolicyContent> = {},
): PrivacyPolicyContent {
  return privacyPolicyContentSchema.parse({
    name,
    rules: [{ path: '$.wage', treatment: 'redact' }],
    ...overrides,
  });
}
