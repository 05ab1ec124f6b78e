export * from './bulk';
export * from './fact';
export * from './run';
export * from './stepWait';
export * from './vocabulary';
export * from './workflow';
export * from './item';
