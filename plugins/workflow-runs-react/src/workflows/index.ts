export * from './useWorkflows';
