export * from './NightlyReconciliation';
export * from './OrderFulfilment';
export * from './ShipParcel';
