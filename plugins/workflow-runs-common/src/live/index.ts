/**
 * Follows runs as they happen: the one stream that comes back when it breaks, polling where it does not
 * hold, and a run as far as it is known. Nothing of it needs a browser.
 */
export * from './applyUpdate';
export * from './backoff';
export * from './connection';
export * from './LiveConnection';
export * from './LiveRun';
export * from './loadRun';
export * from './Refresher';
export * from './snapshot';
export * from './tab';
export * from './withNewer';
