export { spanToMs, windowToDays } from './spans';
export * from './targets';
