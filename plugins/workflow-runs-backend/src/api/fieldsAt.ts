import { z } from 'zod';

/** Names of the fields that an object may have, at a path in what a schema describes; none elsewhere. */
export function fieldsAt(
  schema: z.ZodType,
  path: readonly PropertyKey[],
): string[] {
  const described = path.reduce<z.ZodType | undefined>(
    (outer, key) => within(outer, key),
    schema,
  );
  const inner = described && unwrapped(described);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function within(
  schema: z.ZodType | undefined,
  key: PropertyKey,
): z.ZodType | undefined {
  const inner = schema && unwrapped(schema);
  if (inner instanceof z.ZodObject) return inner.shape[String(key)];
  if (inner instanceof z.ZodArray) return inner.element as z.ZodType;
  return undefined;
}

/** What is parsed first: a default or a transformation around it changes no names. */
function unwrapped(schema: z.ZodType): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  )
    return unwrapped(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodPipe) {
    const { in: before, out: after } = schema;
    const isPreprocessed = before instanceof z.ZodTransform;
    return unwrapped((isPreprocessed ? after : before) as z.ZodType);
  }
  return schema;
}
