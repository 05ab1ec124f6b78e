import type { RunStatus } from 'backstage-plugin-workflow-runs-common';

export type { RunStatus };

export type Value = string | number | boolean | null;
export type Row = Record<string, Value>;

/** A run with what else is known about it. */
export interface SeededRun {
  id: string;
  orderedAt: number;
  status: RunStatus;
  tags: string[];
  /** Its row of `runs`. */
  row: Row;
}
