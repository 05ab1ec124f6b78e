export * from './fact';
export * from './run';
export * from './vocabulary';
export * from './workflow';
export * from './item';
