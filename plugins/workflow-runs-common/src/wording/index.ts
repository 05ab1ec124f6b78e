/**
 * How runs read to people: the same words, figures and tones in a browser and in a terminal.
 */
export * from './formatDuration';
export * from './formatNumber';
export * from './logLine';
export * from './progressText';
export * from './segments';
export * from './shortenId';
export * from './slaWords';
export * from './tone';
