export * from './rule';
export * from './state';
