export { isDeeperThan, MAX_DEPTH } from './depth';
export { handlerUses, type HandlerKind, type HandlerUse } from './handlerUses';
export type { DefinitionProblem } from './problem';
export * from './schema';
export * from './steps';
export * from './validate';
export {
  conditionSchema,
  mappingSchema,
  operandSchema,
  referenceSchema,
  type Condition,
  type Mapping,
  type Operand,
  type Reference,
} from './values';
