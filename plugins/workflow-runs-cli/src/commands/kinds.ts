import type {
  RouteId,
  RouteInput,
  RouteResult,
  Routes,
} from 'backstage-plugin-workflow-runs-common';
import type { CommandContext } from '../cli/CommandContext';
import {
  type ArgumentSpecs,
  type CommandDefinition,
  defineCommand,
  type OptionSpecs,
} from '../cli/defineCommand';
import { allPages, type Page } from '../connection/allPages';
import type { Column } from '../output/columns';
import type { Output } from '../output/Output';
import { showObject } from '../output/showObject';

/*
 * Most commands are one of three kinds: they list what an operation answers, show it, or have it change something.
 * What they have in common is here; what is said about each stands in its definition.
 */

type Answer<Id extends RouteId> = RouteResult<Routes[Id]>;
type Items<Id extends RouteId> = Answer<Id> extends { items: (infer Item)[] }
  ? Item
  : never;
type Input<Id extends RouteId> = RouteInput<Routes[Id]>;

type Asked<Given> = Given & { query?: object };

interface Common<
  Id extends RouteId,
  Arguments extends ArgumentSpecs,
  Options extends OptionSpecs,
> extends Omit<CommandDefinition<Arguments, Options>, 'routes' | 'run'> {
  route: Id;
  /** What it asks with. */
  input(
    context: CommandContext<Arguments, Options>,
  ): Input<Id> | Promise<Input<Id>>;
}

/** A command that lists the `items` of an operation. */
export function listing<
  Id extends RouteId,
  const Arguments extends ArgumentSpecs = {},
  const Options extends OptionSpecs = {},
>(
  definition: Common<Id, Arguments, Options> & {
    columns(output: Output, now: number | undefined): Column<Items<Id>>[];
    /** What `--quiet` prints of an item. */
    id(item: Items<Id>): string;
    /** What is said where there are none. */
    empty: string;
  },
): CommandDefinition {
  const { route, input, columns, id, empty, ...rest } = definition;
  return defineCommand<Arguments, Options>({
    ...rest,
    routes: [route],
    async run(context) {
      const { call, output } = context;
      const asked = (await input(context)) as Asked<Input<Id>>;
      const page = (after?: unknown) =>
        call(
          route,
          after === undefined
            ? asked
            : { ...asked, query: { ...asked.query, after } },
        );
      const { limit } = context.options as { limit?: number };
      const isWhole = output.mode === 'quiet' && limit === undefined;
      // Ids are for what acts on each of them: none is to be missed without a word.
      const answer = isWhole
        ? await allPages<Page & Answer<Id>>(page as never)
        : await page();
      const itemsOf = (said: unknown) => (said as { items: Items<Id>[] }).items;
      await output.answer(answer, {
        ids: said => itemsOf(said).map(id),
        text: said =>
          output.table(itemsOf(said), columns(output, output.now), { empty }),
      });
      const { nextAfter } = answer as { nextAfter?: string | number | null };
      if (nextAfter) output.note(`There are more: --after ${nextAfter}`);
    },
  });
}

/** A command that shows what an operation answers. */
export function showing<
  Id extends RouteId,
  const Arguments extends ArgumentSpecs = {},
  const Options extends OptionSpecs = {},
>(
  definition: Common<Id, Arguments, Options> & {
    /** What people read; where it is left out, each field with its name. */
    text?(
      answer: Answer<Id>,
      context: CommandContext<Arguments, Options>,
    ): void | Promise<void>;
    ids?(answer: Answer<Id>): readonly string[];
  },
): CommandDefinition {
  const { route, input, text, ids, ...rest } = definition;
  return defineCommand<Arguments, Options>({
    ...rest,
    routes: [route],
    async run(context) {
      const { call, output } = context;
      await output.answer(await call(route, await input(context)), {
        ids,
        text: answer =>
          text ? text(answer, context) : showObject(output, answer as object),
      });
    },
  });
}

/** Options of what can be asked twice and is to happen once. */
export const onceOptions = {
  key: {
    type: 'text',
    placeholder: 'text',
    summary: 'a key of your own: repeated with it, it happens once',
  },
} as const satisfies OptionSpecs;

/** A command that has an operation change something, and tells in a sentence what came of it. */
export function changing<
  Id extends RouteId,
  const Arguments extends ArgumentSpecs = {},
  const Options extends OptionSpecs = {},
>(
  definition: Common<Id, Arguments, Options> & {
    said(
      answer: Answer<Id>,
      context: CommandContext<Arguments, Options>,
    ): string;
    /** What `--quiet` prints: the id of what came of it. */
    id?(answer: Answer<Id>): string;
  },
): CommandDefinition {
  const { route, input, said, id, ...rest } = definition;
  return defineCommand({
    ...rest,
    options: { ...rest.options, ...onceOptions } as Options &
      typeof onceOptions,
    routes: [route],
    async run(context) {
      const { call, output, options } = context;
      const narrowed = context as unknown as CommandContext<Arguments, Options>;
      const answer = await call(route, await input(narrowed), {
        idempotencyKey: (options as { key?: string }).key,
      });
      await output.answer(answer, {
        ids: each => (id ? [id(each)] : []),
        text: each => output.line(said(each, narrowed)),
      });
    },
  });
}

/** Options of lists that come in pages. */
export const pageOptions = {
  limit: {
    type: 'number',
    short: 'n',
    min: 1,
    summary: 'how many at most',
  },
  after: {
    type: 'text',
    summary: 'go on behind a page: its nextAfter',
  },
} as const satisfies OptionSpecs;
