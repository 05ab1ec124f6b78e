export * from './CopyButton';
export * from './RunId';
export * from './shortenId';
