export { compareSteps, type StepToCompare } from './compareSteps';
export { diffJson, type JsonChange, type JsonDiff } from './diffJson';
