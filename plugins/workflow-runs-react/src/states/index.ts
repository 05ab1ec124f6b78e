export * from './EmptyState';
export * from './ErrorState';
export * from './ForbiddenState';
export * from './Message';
export * from './Skeletons';
export * from './StaleNote';
export * from './VisuallyHidden';
export * from './describeError';
