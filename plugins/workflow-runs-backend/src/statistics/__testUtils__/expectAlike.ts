/** What is told within a percent. */
const QUANTILES = ['p50Ms', 'p95Ms', 'p99Ms', 'minMs', 'maxMs'];
/** Of rounding, where numbers with a point are divided. */
const ROUNDING = 1e-9;

/** Counts have to be the same, durations within a percent. */
export function expectAlike(told: unknown, wanted: unknown): void {
  expect(differences(told, wanted, '')).toEqual([]);
}

function differences(told: unknown, wanted: unknown, path: string): string[] {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (isObject(told) && isObject(wanted)) {
    return [...new Set([...Object.keys(told), ...Object.keys(wanted)])].flatMap(
      key => differences(told[key], wanted[key], `${path}/${key}`),
    );
  }
  if (typeof told === 'number' && typeof wanted === 'number') {
    const isQuantile = QUANTILES.some(name => path.endsWith(`/${name}`));
    const most = (isQuantile ? 0.01 : 0) * Math.abs(wanted);
    const rounding = ROUNDING * Math.max(1, Math.abs(wanted));
    if (Math.abs(told - wanted) <= most + rounding) return [];
  }
  if (Object.is(told, wanted)) return [];
  return [`${path}: ${told} and not ${wanted}`];
}
