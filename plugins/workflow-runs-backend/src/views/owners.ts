import { Identity } from '../runs/Identity';
import { refusal } from '../runs/InvalidInput';

/** Whether an owner of views is a group. */
export function isTeam(owner: string): boolean {
  return owner.toLocaleLowerCase('en-US').startsWith('group:');
}

/**
 * The owner that the caller means, as their own refs write it.
 *
 * @throws InvalidInput where it is neither the caller nor one of their groups
 */
export function ownerFor(
  owner: string,
  { ref, isUser, ownershipRefs }: Identity,
): string {
  if (!isUser) {
    throw refusal(
      '/owner',
      'user',
      'views belong to users and groups: a service has none',
    );
  }
  const meant = owner.toLocaleLowerCase('en-US');
  const known = ownershipRefs.find(
    own => own.toLocaleLowerCase('en-US') === meant,
  );
  if (known && (known === ref || isTeam(known))) return known;
  throw refusal('/owner', 'ownership', 'it must be you or one of your groups');
}
