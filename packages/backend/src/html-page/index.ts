export * from './htmlPage';
