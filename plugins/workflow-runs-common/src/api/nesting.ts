import { z } from 'zod';
import { isDeeperThan, MAX_DEPTH } from '../definition/depth';
import { Json, jsonSchema } from '../model/vocabulary';

/** Of what is nested too deep, refused before it is parsed, for that recurses. */
function unlessTooDeep<T>(instead: T) {
  return (value: unknown, context: z.RefinementCtx): unknown => {
    if (!isDeeperThan(value as Json, MAX_DEPTH)) return value;
    context.addIssue({
      code: 'custom',
      message: `is nested deeper than ${MAX_DEPTH} levels`,
    });
    return instead;
  };
}

/** Any JSON value of a caller. */
export const anyValue = z.preprocess(unlessTooDeep(null), jsonSchema);
/** Values of a caller in their order. */
export const valueList = (max: number) =>
  z.preprocess(unlessTooDeep([]), z.array(jsonSchema).max(max));
/** Values of a caller by their names. */
export const values = z.preprocess(
  unlessTooDeep({}),
  z.record(z.string(), jsonSchema),
);
