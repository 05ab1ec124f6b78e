import { Json, Treatment } from 'backstage-plugin-workflow-runs-common';

/** What decided about a finding: a rule of a policy, or a detector that no rule speaks of. */
export type DecidedBy =
  | { policyId: string; /** Counts from 0. */ rule: number }
  | { detector: string };

/** Something that is treated, or that a rule says is to be kept. */
export interface Finding {
  /** Normalized JSONPath of the value; of a text that stands alone, `$`. */
  path: string;
  /** Whether it is in the key of the value, and not in the value. */
  inKey: boolean;
  /** Which piece of the text; null for the whole value. */
  span: { start: number; end: number } | null;
  kind: string;
  treatment: Treatment;
  by: DecidedBy;
}

/** A value as it would be stored, and why. */
export interface Treated {
  value: Json;
  /** In the order in which the value is read. */
  findings: Finding[];
}

/** What is wrong with a rule. */
export interface RuleProblem {
  /** Counts from 0. */
  rule: number;
  field: 'path' | 'key' | 'detector' | 'treatment';
  /** Where in the path, as an index of a character. */
  position: number | null;
  message: string;
}
