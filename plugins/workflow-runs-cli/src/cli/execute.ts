import { load } from './load';
import type { Execute } from './program';
import { runCommand } from './runCommand';

/** Carries a command out; the client of the API, which takes the time, is loaded once a command asks for it. */
export const execute: Execute = (parsed, surroundings) =>
  runCommand(parsed, surroundings, async options => {
    const { connect } = await load(import('../connection/connect'));
    return connect(options);
  });
