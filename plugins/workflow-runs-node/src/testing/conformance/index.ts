export * from './capabilities';
export { Chronicle } from './Chronicle';
export * from './describeConformance';
export { historyOf, type History } from './history';
export { judge } from './judge';
export { machineExecutor } from './machine/machineExecutor';
export * from './scenario';
export { conformanceThemes } from './scenarios';
