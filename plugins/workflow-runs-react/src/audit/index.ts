export * from './useAudit';
export * from './useRunAccess';
export * from './useSealingKeys';
