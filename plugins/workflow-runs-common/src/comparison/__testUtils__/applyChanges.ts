import { Json } from '../../model/vocabulary';
import { JsonChange } from '../diffJson';

/** Does to a value what the changes say, in their order. */
export function applyChanges(value: Json, changes: JsonChange[]): Json {
  let root = structuredClone(value);
  for (const { pointer, kind, b } of changes) {
    if (pointer === '') {
      root = b;
      continue;
    }
    const path = pointer
      .slice(1)
      .split('/')
      .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = path.pop()!;
    const parent = path.reduce((at: any, key) => at[key], root);
    if (kind === 'removed' && Array.isArray(parent)) {
      parent.splice(Number(last), 1);
    } else if (kind === 'removed') {
      delete parent[last];
    } else {
      // An own field, whatever it is called.
      Object.defineProperty(parent, last, {
        value: structuredClone(b),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return root;
}
