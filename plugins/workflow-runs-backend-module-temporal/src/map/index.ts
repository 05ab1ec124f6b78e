export { RunHistory } from './RunHistory';
export type { TemporalRun } from './RunHistory';
export { errorOf } from './failures';
export { headerOf, summaryOf } from './summaryOf';
export { nativeIdOf, PORTAL } from './names';
export type { Description, ExecutionInfo, HistoryEvent } from './protobuf';
