import type { AnyZodObject, TypeOf, z } from 'zod/v3';
import type { Ask } from '../api/createAsk';

/** The Zod that Backstage hands out to describe actions with; ours is newer. */
export type Zod = typeof z;

/** One of our words. */
export function oneOf<T extends string>(
  z: Zod,
  { options }: { options: readonly T[] },
) {
  return z.enum(options as unknown as [T, ...T[]]);
}

/** What an action answers with. */
export interface Desk {
  /** Asks the API in the name of whoever uses the action. */
  ask: Ask;
  /** Where people see a run in the portal. */
  urlOf: (runId: string) => string;
}

/** What an action does to the world. They are told to agents and their people, who decide by them. */
export interface Effects {
  /** It changes nothing. */
  readOnly: boolean;
  /** No other action takes back what it does. */
  destructive: boolean;
  /** Doing it again with the same input does nothing more. */
  idempotent: boolean;
}

/** The effects of what only reads. */
export const READING: Effects = {
  readOnly: true,
  destructive: false,
  idempotent: true,
};

/** Something that agents, templates and tools can do with runs. */
export interface BackstageAction<
  Input extends AnyZodObject = AnyZodObject,
  Output extends AnyZodObject = AnyZodObject,
> {
  name: string;
  title: string;
  /** For whoever chooses among many: when to use it, and what next. */
  description: string;
  attributes: Effects;
  schema: { input: (z: Zod) => Input; output: (z: Zod) => Output };
  examples?: { title: string; input: TypeOf<Input> }[];
  answer: (input: TypeOf<Input>, desk: Desk) => Promise<TypeOf<Output>>;
}

/** Lets what it is given decide on the types. */
export function defineAction<
  Input extends AnyZodObject,
  Output extends AnyZodObject,
>(action: BackstageAction<Input, Output>): BackstageAction<Input, Output> {
  return action;
}
