import { Executor } from '../scenario';
import { Stage } from './Stage';

/**
 * Plays scenarios on the machine alone, in a time of its own: nothing is stored, and no code is run.
 *
 * @public
 */
export const machineExecutor: Executor = {
  cannot: [],
  play: async scenario => new Stage(scenario).play(),
};
