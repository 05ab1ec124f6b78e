import {
  DetectorInfo,
  PrivacyRule,
} from 'backstage-plugin-workflow-runs-common';
import { RuleProblem } from './findings';
import { InvalidPath, parsePath } from './parsePath';

/** What is wrong with rules, beyond their shape: paths that are none, detectors that are not there. */
export function problemsOfRules(
  rules: readonly PrivacyRule[],
  detectors: readonly DetectorInfo[],
): RuleProblem[] {
  return rules.flatMap((rule, index): RuleProblem[] => {
    if ('path' in rule) return problemsOfPath(rule.path, index);
    if (!('detector' in rule)) return [];
    const known = detectors.find(({ id }) => id === rule.detector);
    if (!known) {
      const ids = detectors.map(({ id }) => id).join(', ');
      const message = `there is no detector '${rule.detector}'; there are ${ids}`;
      return [{ rule: index, field: 'detector', position: null, message }];
    }
    if (known.isSecret && rule.treatment === 'keep') {
      const message = `'${rule.detector}' finds secrets, which cannot be kept`;
      return [{ rule: index, field: 'treatment', position: null, message }];
    }
    return [];
  });
}

function problemsOfPath(path: string, rule: number): RuleProblem[] {
  try {
    parsePath(path);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    const { position, message } = error;
    return [{ rule, field: 'path', position, message }];
  }
}
