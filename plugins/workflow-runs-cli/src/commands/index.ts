import type { CommandDefinition } from '../cli/defineCommand';
import type { GroupSummaries } from '../cli/program';
import { logsCommand } from './live/logs';
import { monitorCommand } from './live/monitor';
import { listCommand } from './runs/list';

/** All commands, in the order in which help lists them. */
export const commands: readonly CommandDefinition[] = [
  listCommand,
  monitorCommand,
  logsCommand,
];

/** What groups of commands are about, for those whose path has two parts. */
export const groups: GroupSummaries = {};
