import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { refusal } from '../runs/InvalidInput';

/** Who can look after a run. */
const KINDS = ['user', 'group'];
/** Letters of every script, for portals that allow them in names. */
const NAME = /^[\p{L}\p{M}\p{N}._@+-]+$/u;

/**
 * The entity ref of an owner as the portal writes it: in lower case, with its namespace.
 *
 * @param pointer - to the field, for who is told that it is wrong
 * @throws InvalidInput where it names no user and no group
 */
export function toOwnerRef(owner: string, pointer = '/owner'): string {
  const ref = parse(owner);
  const isOwner =
    ref !== undefined &&
    KINDS.includes(ref.kind.toLocaleLowerCase('en-US')) &&
    NAME.test(ref.namespace) &&
    NAME.test(ref.name);
  if (isOwner) return stringifyEntityRef(ref);
  throw refusal(
    pointer,
    'entity_ref',
    'it must be the entity ref of a user or a group, as user:default/ada',
  );
}

function parse(ref: string) {
  try {
    return parseEntityRef(ref);
  } catch {
    return undefined;
  }
}
