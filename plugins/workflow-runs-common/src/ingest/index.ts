export * from './cloudEvent';
export * from './command';
export * from './events';
