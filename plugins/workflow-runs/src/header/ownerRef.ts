/** A whole reference of a user or a group, as owners have them. */
const OWNER = /^(user|group):[^\s:/]+\/[^\s:/]+$/i;

/**
 * What was typed as the reference of an owner: `group:team-growth` is in the default namespace.
 * Undefined where it is none.
 */
export function ownerRefOf(text: string): string | undefined {
  const typed = text.trim();
  const withNamespace = /^(user|group):[^\s:/]+$/i.test(typed)
    ? typed.replace(':', ':default/')
    : typed;
  return OWNER.test(withNamespace) ? withNamespace.toLowerCase() : undefined;
}
