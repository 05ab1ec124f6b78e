import { jsonpath, JSONPathError, JSONPathQuery } from 'json-p3';

const { IndexSelector, NameSelector, WildcardSelector } = jsonpath.selectors;

/** Which members of an object, or items of a list, a step of a path leads to. */
export type Selector = { name: string } | { index: number } | 'any';

/** A step of a path; one that descends leads to what is further below too. */
export interface Segment {
  descends: boolean;
  selectors: Selector[];
}

/** A path that is no JSONPath, or one that asks for more than a rule may. */
export class InvalidPath extends Error {
  /** @param position - index of the character where it goes wrong */
  constructor(message: string, readonly position: number) {
    super(message);
    this.name = 'InvalidPath';
  }
}

/**
 * Reads a JSONPath (RFC 9535) of names, indexes, wildcards and descendants: what can be followed in one
 * walk over a value, whatever the number of rules.
 *
 * @throws InvalidPath
 */
export function parsePath(path: string): Segment[] {
  return queryOf(path).segments.map(segment => ({
    descends: segment.token.kind === jsonpath.TokenKind.DDOT,
    selectors: segment.selectors.map(selector => {
      if (selector instanceof NameSelector) return { name: selector.name };
      if (selector instanceof IndexSelector) return { index: selector.index };
      if (selector instanceof WildcardSelector) return 'any';
      throw new InvalidPath(
        'slices and filters cannot be used here: name what is meant, or use *',
        selector.token.index,
      );
    }),
  }));
}

function queryOf(path: string): JSONPathQuery {
  try {
    return jsonpath.compile(path);
  } catch (error) {
    if (!(error instanceof JSONPathError)) {
      throw new InvalidPath('it is no JSONPath', 0);
    }
    const { index } = error.token;
    throw new InvalidPath(
      // What the parser says of its own inside tells nobody anything.
      error.name === 'JSONPathSyntaxError'
        ? error.message.replace(/ \('[^]*$/, '')
        : 'it is no JSONPath',
      index,
    );
  }
}
