export * from './schema';
export * from './steps';
export * from './validate';
export {
  conditionSchema,
  mappingSchema,
  referenceSchema,
  type Condition,
  type Mapping,
  type Operand,
  type Reference,
} from './values';
