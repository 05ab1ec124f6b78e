import { ErrorSchema } from '@rjsf/utils';
import { Violation } from 'backstage-plugin-workflow-runs-react';

/** What the backend found wrong, where the form shows it: at the field. */
export function errorSchemaOf(violations: Violation[]): ErrorSchema {
  const root: any = {};
  for (const { pointer, message } of violations) {
    const node = segmentsOf(pointer).reduce(
      (parent, segment) => (parent[segment] ??= {}),
      root,
    );
    node.__errors = [...(node.__errors ?? []), message];
  }
  return root;
}

/** `/a~1b/0` as `['a/b', '0']`. A name that a prototype owns cannot be set on one. */
function segmentsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(segment => segment.replace(/~1/g, '/').replace(/~0/g, '~'))
    .filter(segment => segment !== '__proto__' && segment !== '__errors');
}
