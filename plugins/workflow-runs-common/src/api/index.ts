export * from './actions';
export * from './client';
export * from './contract';
export * from './route';
