/**
 * An entity reference as people say it: `user:default/operator` is `operator`, and
 * `group:sales/crm` is `sales/crm`. Anything else stays as it is.
 */
export function entityName(ref: string): string {
  const match = /^[^:/\s]+:([^/\s]+)\/(\S+)$/.exec(ref);
  if (!match) return ref;
  const [, namespace, name] = match;
  return namespace === 'default' ? name : `${namespace}/${name}`;
}
