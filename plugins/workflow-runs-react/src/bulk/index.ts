export * from './useBulkItems';
export * from './useBulkJobNews';
export * from './useBulkJobs';
export * from './useBulkPreview';
export * from './useBulkRequests';
