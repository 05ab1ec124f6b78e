import { Knex } from 'knex';
import { RE2JS } from 're2js';
import { RunFilter } from 'backstage-plugin-workflow-runs-common';
import { InvalidInput } from '../../runs/InvalidInput';

/** How many different tags are looked at. */
const MAX_TAGS = 10_000;
/** How many of them a pattern may match. */
const MAX_MATCHES = 200;

/**
 * Says a filter by a pattern of tags as one by the tags that it matches. RE2 takes time in proportion to
 * the text, whatever the pattern is.
 *
 * @throws InvalidInput where the pattern is none, or matches too much
 */
export async function withTags(
  knex: Knex,
  { tagPattern, ...filter }: RunFilter,
): Promise<RunFilter> {
  if (tagPattern === undefined) return filter;
  const pattern = compile(tagPattern);
  const candidates = filter.tag ?? (await allTags(knex));
  const tag = candidates.filter(candidate => pattern.matcher(candidate).find());
  if (tag.length > MAX_MATCHES) {
    throw refused(
      'too_big',
      `it matches more than ${MAX_MATCHES} tags: make it narrower`,
    );
  }
  return { ...filter, tag };
}

function compile(pattern: string): RE2JS {
  const wrong = faultOf(pattern);
  if (wrong) throw refused('pattern', wrong);
  return RE2JS.compile(pattern);
}

/** What keeps a pattern from being looked for. */
export function faultOf(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return `it is no regular expression of RE2: ${(error as Error).message}`;
  }
}

/** Each tag once: hops from one to the next, past all the runs that have the same. */
const ALL_TAGS = `(
  with recursive hops (tag) as (
    select (select min(tag) from run_tags)
    union all
    select (select min(run_tags.tag) from run_tags where run_tags.tag > hops.tag)
    from hops where hops.tag is not null
  )
  select tag from hops where tag is not null
) as tags`;

async function allTags(knex: Knex): Promise<string[]> {
  const rows: { tag: string }[] = await knex
    .select('tag')
    .from(knex.raw(ALL_TAGS))
    .limit(MAX_TAGS + 1);
  if (rows.length > MAX_TAGS) {
    throw refused(
      'too_big',
      `there are more than ${MAX_TAGS} tags to look at: name those you mean in 'tag'`,
    );
  }
  return rows.map(({ tag }) => tag);
}

function refused(rule: string, message: string): InvalidInput {
  return new InvalidInput('query', [{ pointer: '/tagPattern', rule, message }]);
}
