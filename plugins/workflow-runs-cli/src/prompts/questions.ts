import type { Json } from 'backstage-plugin-workflow-runs-common';

/** A JSON Schema, as far as questions are made of it. */
export type Schema = Readonly<Record<string, Json | undefined>>;

/** How something is asked for. */
export type QuestionKind =
  /** A line of text. */
  | { type: 'text' }
  /** The same, that nobody sees. */
  | { type: 'secret' }
  | { type: 'number' }
  /** Yes or no. */
  | { type: 'flag' }
  | { type: 'choice'; values: readonly Json[] }
  | { type: 'choices'; values: readonly Json[] }
  /** Texts or numbers between commas. */
  | { type: 'list'; of: 'text' | 'number' }
  /** A value of any shape, as JSON. */
  | { type: 'json' };

/** One thing to ask for. */
export interface Question {
  /** Where the answer belongs in the input. */
  path: readonly string[];
  label: string;
  description: string | undefined;
  isRequired: boolean;
  /** Taken where nothing is said. */
  byDefault: Json | undefined;
  kind: QuestionKind;
  schema: Schema;
}

/** What is nested deeper is asked for as JSON: a schema may contain itself. */
const MAX_DEPTH = 4;

/** What to ask for, so that an input fits a schema; in its order. */
export function questionsOf(schema: Schema): Question[] {
  return fieldsOf(schema, { root: schema, path: [], isRequired: true });
}

interface Place {
  root: Schema;
  path: readonly string[];
  isRequired: boolean;
}

function fieldsOf(schema: Schema, place: Place): Question[] {
  const required = new Set(asList(schema.required));
  return Object.entries(asSchema(schema.properties)).flatMap(([name, field]) =>
    questionsFor(asSchema(field), {
      root: place.root,
      path: [...place.path, name],
      isRequired: place.isRequired && required.has(name),
    }),
  );
}

function questionsFor(raw: Schema, place: Place): Question[] {
  const schema = resolved(raw, place.root);
  // It can be only this, and the server knows it.
  if (schema.const !== undefined && !place.isRequired) return [];
  const isNested =
    typeOf(schema) === 'object' &&
    Object.keys(asSchema(schema.properties)).length > 0;
  // Of what may be left out as a whole, some fields alone would not fit.
  if (isNested && place.isRequired && place.path.length < MAX_DEPTH) {
    return fieldsOf(schema, place);
  }
  return [
    {
      path: place.path,
      label: String(schema.title ?? place.path.join('.')),
      description: schema.description as string | undefined,
      isRequired: place.isRequired,
      byDefault: schema.default ?? schema.const,
      kind: kindOf(schema, place.root),
      schema,
    },
  ];
}

function kindOf(schema: Schema, root: Schema): QuestionKind {
  const values = choicesOf(schema);
  if (values) return { type: 'choice', values };
  switch (typeOf(schema)) {
    case 'boolean':
      return { type: 'flag' };
    case 'number':
    case 'integer':
      return { type: 'number' };
    case 'string':
      return { type: isSecret(schema) ? 'secret' : 'text' };
    case 'array':
      return kindOfItems(resolved(asSchema(schema.items), root));
    default:
      return { type: 'json' };
  }
}

function kindOfItems(items: Schema): QuestionKind {
  const values = choicesOf(items);
  if (values) return { type: 'choices', values };
  const type = typeOf(items);
  if (type === 'string') return { type: 'list', of: 'text' };
  if (type === 'number' || type === 'integer') {
    return { type: 'list', of: 'number' };
  }
  return { type: 'json' };
}

function choicesOf(schema: Schema): Json[] | undefined {
  if (Array.isArray(schema.enum)) return schema.enum;
  const options = [...asList(schema.oneOf), ...asList(schema.anyOf)];
  const constants = options.map(option => asSchema(option as Json).const);
  const isChoice = options.length > 0 && !constants.includes(undefined);
  return isChoice ? (constants as Json[]) : undefined;
}

/** As JSON Schema and the forms of other tools say it. */
function isSecret(schema: Schema): boolean {
  return schema.format === 'password' || schema.writeOnly === true;
}

/** What stands behind a reference; of what may be null, what it is otherwise. */
function resolved(schema: Schema, root: Schema, depth = 0): Schema {
  if (depth > MAX_DEPTH) return {};
  if (typeof schema.$ref === 'string') {
    const { $ref, ...beside } = schema;
    const found = lookUp(root, $ref as string);
    return resolved({ ...found, ...beside }, root, depth + 1);
  }
  const others = asList(schema.anyOf).filter(
    option => asSchema(option as Json).type !== 'null',
  );
  if (others.length !== 1) return schema;
  const { anyOf, ...beside } = schema;
  return resolved(
    { ...asSchema(others[0] as Json), ...beside },
    root,
    depth + 1,
  );
}

function lookUp(root: Schema, reference: string): Schema {
  return reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<Schema>((schema, part) => asSchema(schema[part]), root);
}

function typeOf({ type }: Schema): unknown {
  if (!Array.isArray(type)) return type;
  const others = type.filter(each => each !== 'null');
  return others.length === 1 ? others[0] : undefined;
}

function asSchema(value: Json | undefined): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Schema)
    : {};
}

function asList(value: Json | undefined): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
