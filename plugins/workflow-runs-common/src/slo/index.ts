export { spanToMs, windowToDays } from './spans';
export * from './sla';
export * from './targets';
