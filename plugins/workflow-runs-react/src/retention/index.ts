export * from './useRetention';
export * from './useRetentionJobs';
export * from './useRetentionRequests';
