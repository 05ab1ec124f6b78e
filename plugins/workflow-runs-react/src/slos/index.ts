export * from './useSlos';
