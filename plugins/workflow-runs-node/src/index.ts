/**
 * Define workflows, and give them to the engine that runs them.
 *
 * @packageDocumentation
 */
export * from './engines';
export * from './permissions';
export * from './providers';
export * from './redaction';
export * from './workflows';
