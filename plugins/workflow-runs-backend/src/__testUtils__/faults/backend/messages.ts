import { RunAction } from 'backstage-plugin-workflow-runs-common';
import { ConnectionLimits } from '../../../database/guardConnections';
import { EngineTiming } from '../../../engine/timing';
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
  | { type: 'act'; runId: string; action: RunAction; key: string }
  | { type: 'arm'; tripwire: Tripwire | null }
  | { type: 'shiftClock'; offsetMs: number }
  /** Lets the SQLite file grow by so many pages and no more; null: as it likes. */
  | { type: 'limitDisk'; pages: number | null }
  /** Runs that have not ended, with what blocks them. */
  | { type: 'openRuns' };

export interface OpenRun {
  id: string;
  status: string;
  blockedReason: string | null;
}

export type BackendMessage =
  | { type: 'loaded' }
  | { type: 'ready' }
  | { type: 'answer'; id: number; value: unknown }
  | { type: 'refusal'; id: number; message: string };
