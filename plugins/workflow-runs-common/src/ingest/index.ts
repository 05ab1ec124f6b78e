export * from './cloudEvent';
export * from './events';
