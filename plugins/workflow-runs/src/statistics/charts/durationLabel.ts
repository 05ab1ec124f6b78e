import { Formats } from 'backstage-plugin-workflow-runs-react';

const UNITS_MS = [86_400_000, 3_600_000, 60_000];

/** A duration on an axis: `15 m` where nothing is left over, else `1 m 30 s`. */
export function durationLabel(ms: number, formats: Formats): string {
  if (ms === 0) return '0';
  const unit = UNITS_MS.find(each => ms >= each);
  if (unit === undefined) return formats.duration(ms);
  return formats.duration(ms, ms % unit === 0 ? 'coarse' : 'live');
}
