import {
  NodeActionDefinition,
  Step,
  StepOperation,
} from 'backstage-plugin-workflow-runs-common';

/** What a dialog asks for. */
export type Operation =
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'cancel' }
  | { kind: 'terminate' }
  | { kind: 'resolve' }
  | { kind: 'purge' }
  | { kind: 'clone' }
  /** Without a step: what did not succeed. */
  | { kind: 'retry'; step?: Step }
  | { kind: 'rerun' }
  | { kind: 'force'; step: Step; to: 'skip' | 'complete' | 'fail' }
  /** What its definition offers. */
  | { kind: 'node_action'; step: Step; offered: NodeActionDefinition }
  /** What its engine offers. */
  | { kind: 'step_operation'; step: Step; offered: StepOperation }
  /** Of an event that a step waits for, or of whatever somebody chooses. */
  | { kind: 'tell'; event?: string };
