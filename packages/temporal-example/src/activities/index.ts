export * from './nights';
export * from './orders';
