/**
 * Gives the spans of runs the ids that their links lead to.
 *
 * @packageDocumentation
 */
export * from './RunIdGenerator';
