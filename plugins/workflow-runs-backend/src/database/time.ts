/** Epoch milliseconds of a column as ISO 8601; both databases may hand out a string. */
export function toIso(value: number | string): string {
  return new Date(Number(value)).toISOString();
}

/** The same, where there may be none. */
export function toIsoOrNull(value: number | string | null): string | null {
  return value === null || value === undefined ? null : toIso(value);
}

/** A number of a `bigint` column, where there may be none. */
export function toNumberOrNull(value: number | string | null): number | null {
  return value === null || value === undefined ? null : Number(value);
}
