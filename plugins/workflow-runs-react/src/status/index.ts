export * from './StatusChip';
export * from './StatusIcon';
export * from './Tag';
export * from './tone';
export * from './useWords';
