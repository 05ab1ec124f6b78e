import type { Json } from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../../cli/CommandContext';
import { load } from '../../cli/load';

/** Who launches, and where they can be asked. */
type Asker = Pick<
  CommandContext,
  'call' | 'output' | 'surroundings' | 'signal'
>;

/**
 * What a run is given, with what its workflow takes besides. Only a person at a terminal is asked; programs are
 * told by the server what is missing.
 *
 * @param isGiven - something was given, so that only what is required and missing is asked for
 */
export async function completeInput(
  { call, output, surroundings, signal }: Asker,
  workflow: { engine: string; name: string },
  { given, isGiven }: { given: Record<string, Json>; isGiven: boolean },
): Promise<Record<string, Json>> {
  const { stdin, stderr } = surroundings;
  const isPerson = stdin.isTTY && stderr.isTTY && output.mode === 'text';
  if (!isPerson) return given;
  const { engine, name } = workflow;
  const params = { engine, name };
  const { inputSchema } = await call('getWorkflow', { params });
  const { askInput } = await load(import('../../prompts/askInput'));
  const context = { input: stdin, output: stderr, signal };
  return askInput(inputSchema, { given, isGiven }, context);
}
