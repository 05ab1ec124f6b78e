import { ConnectionLimits } from '../../../database/guardConnections';
import { EngineTiming } from '../../../engine/timing';
import { ActionRequest } from '../../../runs/ActionDesk';
import { ConnectionOptions } from '../../ScriptProcess';
import { Script } from '../scenarios/Scenario';
import { Defect } from './defects';
import { Tripwire } from './Tripwires';

/** What a backend must know to start. */
export interface BackendOptions {
  connection: ConnectionOptions;
  ledgerPort: number;
  /** File in which it says that a tripwire was hit. */
  journal: string;
  /** File with a line for each transition that was refused because its lease was lost. */
  refusals: string;
  timing: Partial<EngineTiming>;
  limits: ConnectionLimits;
  tripwire?: Tripwire;
  /** What is wrong with it, on purpose. */
  defect?: Defect;
}

/** What a backend can be asked. */
export type BackendRequest =
  | { type: 'launch'; workflow: string; key: string; script: Script }
  | { type: 'act'; runId: string; request: ActionRequest; key: string }
  /** How the run and its steps are. */
  | { type: 'statuses'; runId: string }
  | { type: 'arm'; tripwire: Tripwire | null }
  | { type: 'shiftClock'; offsetMs: number }
  /** Lets the SQLite file grow by so many pages and no more; null: as it likes. */
  | { type: 'limitDisk'; pages: number | null }
  /** Whether it executes anything. */
  | { type: 'holdsRuns' }
  /** Runs that have not ended, with what blocks them. */
  | { type: 'openRuns' };

/** What has become of something that was asked of a run. */
export type ActAnswer = 'completed' | 'accepted' | 'refused';

export interface RunStatuses {
  run: string;
  /** By step; rollbacks among them, items not. */
  steps: Record<string, string>;
}

export interface OpenRun {
  id: string;
  status: string;
  blockedReason: string | null;
  needsIntervention: boolean | number;
  parentRunId: string | null;
}

/** Columns of an open run. */
export const OPEN_RUN_COLUMNS = [
  'id',
  'status',
  'blocked_reason as blockedReason',
  'needs_intervention as needsIntervention',
  'parent_run_id as parentRunId',
];

export type BackendMessage =
  | { type: 'loaded' }
  | { type: 'ready' }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'refusal'; id: number; message: string };
