export * from './defineWorkflow';
export * from './extensionPoint';
export * from './handler';
export * from './report';
export * from './retry';
export * from './StepFailure';
