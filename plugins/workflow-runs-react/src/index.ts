/**
 * Components and hooks that show and follow workflow runs anywhere in a portal.
 *
 * @packageDocumentation
 */
export * from './actions';
export * from './alerts';
export * from './api';
export * from './audit';
export * from './bulk';
export * from './engines';
export * from './execution';
export * from './failures';
export * from './formats';
export * from './ids';
export * from './json';
export * from './live';
export * from './privacy';
export * from './progress';
export * from './query';
export * from './questions';
export * from './retention';
export * from './run';
export * from './runs';
export * from './sla';
export * from './states';
export * from './slos';
export * from './statistics';
export * from './status';
export * from './theme';
export * from './time';
export * from './translation';
export * from './views';
export * from './webhooks';
export * from './workflows';
