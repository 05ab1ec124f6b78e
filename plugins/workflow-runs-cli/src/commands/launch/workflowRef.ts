import type { CommandContext } from '../../cli/CommandContext';
import { CliError } from '../../cli/CliError';
import { exitCodes } from '../../exitCodes';

/**
 * `<engine>/<name>` of a workflow; where a name stands alone, that of the one workflow that has it.
 *
 * @throws CliError where there is none, or several
 */
export async function workflowRefOf(
  name: string,
  call: CommandContext['call'],
): Promise<{ engine: string; name: string; ref: string }> {
  const slash = name.indexOf('/');
  if (slash > 0) {
    return {
      engine: name.slice(0, slash),
      name: name.slice(slash + 1),
      ref: name,
    };
  }
  const { items } = await call('listWorkflows', {});
  const found = items.filter(workflow => workflow.name === name);
  if (found.length === 1) return found[0];
  throw new CliError(
    found.length === 0
      ? `There is no workflow '${name}' that you may see`
      : `There are several: ${found.map(({ ref }) => ref).join(', ')}`,
    {
      exitCode: found.length === 0 ? exitCodes.notFound : exitCodes.usage,
      hint: 'Workflows are named <engine>/<name>; `workflow-runs workflows list` lists them',
    },
  );
}
