/**
 * The pure state machine of a run: `decide(graph, state, event)`. No dependency, no clock, no I/O,
 * so that it runs the same in a backend, in a browser and inside a Temporal workflow.
 *
 * @packageDocumentation
 */
export * from './condition';
export * from './decide';
export * from './graph';
export * from './retry';
export * from './settled';
export * from './state';
