export * from './duration';
export * from './fact';
export * from './run';
export * from './stepWait';
export * from './view';
export * from './vocabulary';
export * from './workflow';
export * from './item';
