import {
  NodeActionDefinition,
  Step,
} from 'backstage-plugin-workflow-runs-common';

/** What a dialog asks for. */
export type Operation =
  | { kind: 'pause' }
  | { kind: 'resume' }
  | { kind: 'cancel' }
  | { kind: 'resolve' }
  | { kind: 'purge' }
  | { kind: 'clone' }
  /** Without a step: what did not succeed. */
  | { kind: 'retry'; step?: Step }
  | { kind: 'rerun' }
  | { kind: 'force'; step: Step; to: 'skip' | 'complete' | 'fail' }
  | { kind: 'node_action'; step: Step; offered: NodeActionDefinition }
  /** Without a name, somebody types it. */
  | { kind: 'send_event'; name?: string };
