export * from './commands';
export * from './engines';
export * from './extensionPoint';
export * from './sync';
