export * from './useRetention';
export * from './useRetentionJobs';
export * from './useRetentionRequests';
export * from './useRunKept';
