import { PrivacyPolicy } from 'backstage-plugin-workflow-runs-common';

/** Where the policies come from that hold now, of the configuration and the database alike. */
export interface PolicySource {
  /** Those that are enabled, in the order in which they apply to any run; asked for each transition, so kept in memory. */
  readonly policies: readonly PrivacyPolicy[];
  /** Grows whenever they have changed: what was compiled of them is made anew. */
  readonly revision: number;
}

/** Policies that stay as they are: those of the configuration alone. */
export function fixedPolicies(
  policies: readonly PrivacyPolicy[],
): PolicySource {
  return { policies: policies.filter(({ enabled }) => enabled), revision: 1 };
}
