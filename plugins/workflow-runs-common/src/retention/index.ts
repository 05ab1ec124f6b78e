export * from './policy';
export * from './resolve';
export * from './check';
export * from './job';
export * from './kept';
