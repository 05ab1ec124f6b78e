import {
  PrivacyPolicy,
  PrivacyRule,
  Treatment,
} from 'backstage-plugin-workflow-runs-common';
import { Detector } from './detectors';
import { DecidedBy } from './findings';
import { kindOf } from './marks';
import { InvalidPath, parsePath, Segment } from './parsePath';
import { Scope } from './Scope';

/** A rule about values, by where they are or what their key is called. */
export interface ValueRule {
  /** Place among the rules that apply: the first decides. */
  order: number;
  treatment: Treatment;
  kind: string;
  by: DecidedBy;
}

/** How far along the path of a rule a walk has come. */
export interface PathState {
  rule: ValueRule;
  segment: Segment;
  /** What follows once the segment is passed; undefined: the path ends there. */
  next: PathState | undefined;
}

/** What becomes of what a detector finds. */
export interface DetectorRule {
  detector: Detector;
  treatment: Treatment;
  /** Infinity where no policy says. */
  order: number;
  by: DecidedBy;
}

/** All rules that hold for one workflow of one tenant, as one walk over a value follows them. */
export interface CompiledPolicies {
  /** Rules about a value as a whole. */
  root: ValueRule | undefined;
  paths: PathState[];
  keys: { matches: (key: string) => boolean; rule: ValueRule }[];
  detectors: DetectorRule[];
}

/** @param policies - those that are enabled, of whichever scope */
export function compilePolicies(
  policies: readonly PrivacyPolicy[],
  detectors: readonly Detector[],
  scope: Scope | undefined,
): CompiledPolicies {
  const compiled: CompiledPolicies = {
    root: undefined,
    paths: [],
    keys: [],
    detectors: [],
  };
  const ofDetectors = new Map<string, Omit<DetectorRule, 'detector'>>();
  let order = 0;
  for (const policy of applicable(policies, scope)) {
    for (const [index, rule] of policy.rules.entries()) {
      const by = { policyId: policy.id, rule: index };
      const { treatment } = rule;
      order += 1;
      if ('detector' in rule) {
        if (!ofDetectors.has(rule.detector)) {
          ofDetectors.set(rule.detector, { treatment, order, by });
        }
        continue;
      }
      addRule(compiled, rule, { order, treatment, kind: kindIn(rule), by });
    }
  }
  compiled.detectors = detectors.map(detector =>
    decide(detector, ofDetectors.get(detector.id)),
  );
  return compiled;
}

/** The more particular ones first; those that are alike in that, as they were given. */
function applicable(
  policies: readonly PrivacyPolicy[],
  scope: Scope | undefined,
): PrivacyPolicy[] {
  return policies
    .filter(
      ({ enabled, tenantId, workflow }) =>
        enabled &&
        (tenantId === null || tenantId === scope?.tenantId) &&
        (workflow === null || workflow === scope?.workflow),
    )
    .sort((a, b) => particularity(b) - particularity(a));
}

function particularity({ tenantId, workflow }: PrivacyPolicy): number {
  return (workflow === null ? 0 : 2) + (tenantId === null ? 0 : 1);
}

function addRule(
  compiled: CompiledPolicies,
  written: Exclude<PrivacyRule, { detector: string }>,
  rule: ValueRule,
) {
  if ('key' in written) {
    compiled.keys.push({ matches: keyMatcher(written.key), rule });
    return;
  }
  const state = statesOf(written.path, rule);
  if (state) compiled.paths.push(state);
  else compiled.root ??= rule;
}

/** Undefined where the path is of the value itself. */
function statesOf(path: string, rule: ValueRule): PathState | undefined {
  try {
    return parsePath(path).reduceRight<PathState | undefined>(
      (next, segment) => ({ rule, segment, next }),
      undefined,
    );
  } catch (error) {
    // Whoever keeps policies refuses such a path. Should one be there, all it could mean is meant.
    if (error instanceof InvalidPath) return undefined;
    throw error;
  }
}

function decide(
  detector: Detector,
  rule: Omit<DetectorRule, 'detector'> | undefined,
): DetectorRule {
  const isKeptSecret = rule?.treatment === 'keep' && detector.isSecret;
  if (rule && !isKeptSecret) return { detector, ...rule };
  const { id, isSecret, treatment = 'redact' } = detector;
  return {
    detector,
    treatment: isSecret && treatment === 'keep' ? 'redact' : treatment,
    order: Infinity,
    by: { detector: id },
  };
}

function kindIn(rule: Exclude<PrivacyRule, { detector: string }>): string {
  if (rule.kind) return rule.kind;
  return 'key' in rule ? kindOf(rule.key.replace(/\*/g, '')) : 'value';
}

/** `*` stands for any characters; what stands between is looked for from left to right, once. */
export function keyMatcher(pattern: string): (key: string) => boolean {
  const pieces = pattern.toLowerCase().split('*');
  const first = pieces[0];
  if (pieces.length === 1) return key => key.toLowerCase() === first;
  const last = pieces[pieces.length - 1];
  const middle = pieces.slice(1, -1).filter(piece => piece !== '');
  return written => {
    const key = written.toLowerCase();
    if (!key.startsWith(first) || !key.endsWith(last)) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = key.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= key.length - last.length;
  };
}
