import { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { InvalidInput, Violation } from '../runs/InvalidInput';

/** Looks up entities by their refs. */
export interface Directory {
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
}

/**
 * Checks that there are such users and groups.
 *
 * @returns their refs in full
 * @throws InvalidInput that names each one that is not there
 */
export async function checkRecipients(
  refs: readonly string[],
  { catalog, auth }: Directory,
): Promise<string[]> {
  if (refs.length === 0) return [];
  const full = refs.map(toFull);
  refuse(full, ref => ref === undefined, {
    rule: 'entity_ref',
    message:
      'it must be the ref of a user or group, such as group:default/team',
  });
  const { items } = await catalog.getEntitiesByRefs(
    { entityRefs: full as string[], fields: ['kind'] },
    { credentials: await auth.getOwnServiceCredentials() },
  );
  refuse(items, item => item === undefined, {
    rule: 'unknown',
    message: 'the catalog has no such user or group',
  });
  return [...new Set(full as string[])];
}

function toFull(ref: string): string | undefined {
  try {
    const parsed = parseEntityRef(ref);
    return ['user', 'group'].includes(parsed.kind.toLocaleLowerCase('en-US'))
      ? stringifyEntityRef(parsed)
      : undefined;
  } catch {
    return undefined;
  }
}

function refuse<T>(
  all: readonly T[],
  isWrong: (each: T) => boolean,
  violation: Omit<Violation, 'pointer'>,
): void {
  const violations = all.flatMap((each, index) =>
    isWrong(each) ? [{ pointer: `/recipients/${index}`, ...violation }] : [],
  );
  if (violations.length > 0) throw new InvalidInput('body', violations);
}
