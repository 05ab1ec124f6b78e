export * from './useStatistics';
