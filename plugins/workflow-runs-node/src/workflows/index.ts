export * from './defineWorkflow';
export * from './extensionPoint';
export * from './handler';
export * from './retry';
export * from './StepFailure';
