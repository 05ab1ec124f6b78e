import type { Routes } from 'backstage-plugin-workflow-runs-common';
import { load } from '../cli/load';
import type { Surroundings } from '../cli/CommandContext';
import { type GivenJson, readObject } from './readInput';

/**
 * Something as it is to be: as it is now, with what is given in place of that. Only fields that can be changed are
 * taken over, as the contract says them.
 *
 * @returns the body of the route; that it fits is for the server to say
 */
export async function editObject(
  route: keyof Routes,
  current: object,
  given: GivenJson,
  surroundings: Pick<Surroundings, 'stdin'>,
): Promise<never> {
  const { routes } = await load(
    import('backstage-plugin-workflow-runs-common'),
  );
  const { shape } = routes[route].body as unknown as { shape: object };
  const kept = Object.entries(current).filter(([name]) =>
    Object.hasOwn(shape, name),
  );
  const changes = await readObject(given, surroundings);
  return { ...Object.fromEntries(kept), ...changes } as never;
}
