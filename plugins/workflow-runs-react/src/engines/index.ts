export * from './useEngines';
export * from './useFreshness';
