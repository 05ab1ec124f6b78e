export { formatNumber } from './formatNumber';
export * from './useFormats';
