/** A row as either database returns it. */
export type DatabaseRow = Record<string, any>;
