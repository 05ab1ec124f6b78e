import type { GivenOptions, OptionSpecs } from '../../cli/defineCommand';

/** What a query of the API has for options: text of each, as lists are written there. */
type QueryOf<Options> = {
  [Name in keyof Options]: Options[Name] extends string[] | undefined
    ? string | undefined
    : Options[Name];
};

/** Writes options as the query of the API has them: lists between commas, and commas in values escaped. */
export function toQuery<const Specs extends OptionSpecs>(
  specs: Specs,
  options: Partial<GivenOptions<Specs>>,
): QueryOf<Partial<GivenOptions<Specs>>> {
  const names = Object.keys(specs) as (keyof Specs)[];
  const given = names.filter(name => options[name] !== undefined);
  return Object.fromEntries(
    given.map(name => [name, toText(options[name])]),
  ) as QueryOf<Partial<GivenOptions<Specs>>>;
}

/** As `joinList` of the client does, which would have to be loaded for it. */
function toText(value: unknown): unknown {
  return Array.isArray(value)
    ? value.map(each => String(each).replace(/[\\,]/g, '\\$&')).join(',')
    : value;
}
