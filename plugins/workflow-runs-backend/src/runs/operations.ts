import { Knex } from 'knex';
import { ChildRuns } from '../engine/ChildRuns';
import { Recorder } from '../recorder/Recorder';
import { Sealer } from '../sealing/Sealer';
import { SlaRule } from '../slas/config';
import { DefinitionStore } from '../workflows/DefinitionStore';
import { WorkflowQueries } from '../workflows/WorkflowQueries';
import { ActionDesk, Guests } from './ActionDesk';
import { Launcher, NewLaunch, ReservedPlace } from './Launcher';
import { Elsewhere, RunService } from './RunService';

const NOTHING_ELSEWHERE: Elsewhere = {
  covers: () => false,
  launch: async () => {
    throw new Error('No engine is elsewhere');
  },
};
const NO_GUESTS: Guests = { covers: () => false, pass: () => {} };

/** Puts together what launches runs and what asks things of them. */
export function createOperations(options: {
  knex: Knex;
  recorder: Recorder;
  workflows: WorkflowQueries;
  definitions: DefinitionStore;
  sealer: Sealer;
  now: () => number;
  /** Of the configuration: how long runs may take where nothing else says it. */
  slas?: readonly SlaRule[];
  /** Tells the engine that a run is due, or that something was asked of it. */
  notify: (runId: string) => void;
  /** Engines elsewhere; none where it is not said. */
  guests?: Guests;
  /** What launches runs there. */
  elsewhere?: Elsewhere;
  /** Asks the engine of this process to hold a run from its launch on. */
  reserve: (launch: NewLaunch) => ReservedPlace | undefined;
}): { service: RunService; desk: ActionDesk; children: ChildRuns } {
  const launcher = new Launcher(options);
  return {
    service: new RunService({
      ...options,
      launcher,
      elsewhere: options.elsewhere ?? NOTHING_ELSEWHERE,
    }),
    desk: new ActionDesk({ ...options, guests: options.guests ?? NO_GUESTS }),
    children: new ChildRuns({ ...options, launcher }),
  };
}
