import type { RouteId } from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../cli/CommandContext';
import { type GivenJson, readObject } from './readInput';

/**
 * Something as it is to be: as it is now, with what is given in place of that. Only fields that can be changed are
 * taken over, as the contract says them.
 *
 * @returns the body of the route; that it fits is for the server to say
 */
export async function editObject(
  route: RouteId,
  current: object,
  context: Pick<CommandContext, 'connect' | 'surroundings'> & {
    options: GivenJson;
  },
): Promise<never> {
  const { routes } = await context.connect();
  const { shape } = routes[route].body as unknown as { shape: object };
  const kept = Object.entries(current).filter(([name]) =>
    Object.hasOwn(shape, name),
  );
  const changes = await readObject(context.options, context.surroundings);
  return { ...Object.fromEntries(kept), ...changes } as never;
}
