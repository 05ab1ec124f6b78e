export * from './useAlertRequests';
export * from './useAlertRules';
