export * from './criteria';
export * from './resources';
export * from './rules';
