/** A step of the way to a value, and what comes before it. */
export interface PathPart {
  key: string | number;
  before?: PathPart;
}

/** The way to a value as RFC 9535 writes it: `$['a'][0]`. */
export function normalizedPath(part: PathPart | undefined): string {
  const steps: string[] = [];
  for (let each = part; each?.before; each = each.before) {
    const { key } = each;
    steps.push(typeof key === 'number' ? `[${key}]` : `['${escaped(key)}']`);
  }
  return `$${steps.reverse().join('')}`;
}

function escaped(key: string): string {
  return JSON.stringify(key)
    .slice(1, -1)
    .replace(/\\"/g, '"')
    .replace(/'/g, `\\'`);
}
