export * from './useAlertRequests';
export * from './useAlertRules';
export * from './useAlertWebhooks';
