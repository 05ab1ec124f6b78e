export * from './cdEvents';
export * from './cloudEvent';
export * from './command';
export * from './events';
