export * from './tokens';
export * from './useStatusColors';
