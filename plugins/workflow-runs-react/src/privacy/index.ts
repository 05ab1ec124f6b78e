export * from './usePolicyRequests';
export * from './usePrivacyPolicies';
export * from './useReveal';
