import { load } from './load';
import type { Execute } from './program';

/** Loads what carries out commands, and has it do so. */
export const execute: Execute = async (parsed, surroundings) => {
  const { runCommand } = await load(import('./runCommand'));
  return runCommand(parsed, surroundings);
};
