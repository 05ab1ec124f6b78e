export * from './commands';
export * from './engines';
export * from './extensionPoint';
export * from './questions';
export * from './sync';
