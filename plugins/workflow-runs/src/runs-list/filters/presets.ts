/** Lengths of time to look back on, as ISO 8601 durations. */
export const PRESETS = ['PT1H', 'P1D', 'P7D', 'P30D'] as const;
