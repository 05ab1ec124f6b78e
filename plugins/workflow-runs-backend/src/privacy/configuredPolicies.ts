import { InputError } from '@backstage/errors';
import {
  DetectorInfo,
  PrivacyPolicy,
  PrivacyPolicyContent,
} from 'backstage-plugin-workflow-runs-common';
import { problemsOfRules } from './problemsOfRules';

const KEY = 'workflowRuns.privacy.policies';

/**
 * The policies of the configuration, which nobody can change by API.
 *
 * @throws InputError that names the key of a rule that cannot be followed
 */
export function configuredPolicies(
  policies: readonly PrivacyPolicyContent[],
  detectors: readonly DetectorInfo[],
): PrivacyPolicy[] {
  return policies.map((policy, index) => {
    const [problem] = problemsOfRules(policy.rules, detectors);
    if (problem) {
      const { rule, field, position, message } = problem;
      const where = position === null ? '' : ` (at character ${position + 1})`;
      throw new InputError(
        `${KEY}.${index}.rules.${rule}.${field}: ${message}${where}`,
      );
    }
    return {
      ...policy,
      id: `configuration-${index + 1}`,
      origin: 'configuration',
      revision: 1,
      updatedBy: null,
      updatedAt: null,
    };
  });
}
