export * from './annotation';
export * from './fact';
export * from './run';
export * from './stepWait';
export * from './vocabulary';
export * from './watching';
export * from './workflow';
export * from './item';
