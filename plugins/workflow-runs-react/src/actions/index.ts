export * from './ActionButton';
export * from './TextButton';
