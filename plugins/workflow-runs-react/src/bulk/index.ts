export * from './useBulkItems';
export * from './useBulkJobNews';
export * from './useBulkJobs';
export { useBulkPreview } from './useBulkPreview';
export type { BulkChoice, UseBulkPreviewResult } from './useBulkPreview';
export * from './useBulkRequests';
