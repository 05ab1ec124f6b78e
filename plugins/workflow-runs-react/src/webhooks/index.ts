export * from './useWebhooks';
export * from './useWebhookRequests';
