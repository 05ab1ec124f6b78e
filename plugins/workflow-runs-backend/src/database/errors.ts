/**
 * Whether a statement was refused because of what it says (SQLSTATE classes 21, 22, 23; SQLite
 * constraint, mismatch and size errors), not because the database is away.
 */
export function isDataError(error: unknown): boolean {
  const code = String((error as { code?: unknown })?.code ?? '');
  return (
    /^2[123]/.test(code) ||
    /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/.test(code) ||
    error instanceof TypeError ||
    error instanceof RangeError
  );
}

/** Whether a row was refused because there is one with the same key. */
export function isUniqueViolation(error: unknown): boolean {
  const code = String((error as { code?: unknown })?.code ?? '');
  return (
    code === '23505' || /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(code)
  );
}

/** Time-outs of PostgreSQL, and what the network says. */
const AWAY_CODES = new Set([
  '25P03',
  '55P03',
  '57014',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Whether the database is away, or too busy, so that another try may find it well: connections that
 * are refused or break (SQLSTATE class 08, 57P, 53), time-outs of locks and statements. SQLite is
 * never away: what is busy there has been waited for already.
 */
export function isAway(error: unknown): boolean {
  const { code, name, message } = (error ?? {}) as Partial<
    Error & { code: unknown }
  >;
  return (
    /^(08|53|57P)/.test(String(code)) ||
    AWAY_CODES.has(String(code)) ||
    name === 'KnexTimeoutError' ||
    /^Connection terminated|connection error and is not queryable/.test(
      message ?? '',
    )
  );
}

/** Whether PostgreSQL gave a statement up because it took too long. */
export function isTooSlow(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === '57014';
}
