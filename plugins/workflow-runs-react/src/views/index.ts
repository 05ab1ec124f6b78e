export * from './useSavedViews';
