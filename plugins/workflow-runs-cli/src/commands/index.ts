import type { CommandDefinition } from '../cli/defineCommand';
import type { GroupSummaries } from '../cli/program';
import { listCommand } from './runs/list';

/** All commands, in the order in which help lists them. */
export const commands: readonly CommandDefinition[] = [listCommand];

/** What groups of commands are about, for those whose path has two parts. */
export const groups: GroupSummaries = {};
