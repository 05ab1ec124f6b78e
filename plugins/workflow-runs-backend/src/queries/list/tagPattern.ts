import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { Knex } from 'knex';
import { RE2JS } from 're2js';
import { InvalidInput } from '../../runs/InvalidInput';
import { ListFilter } from './withText';

/** How many different tags are looked at. */
const MAX_TAGS = 10_000;
/** How many of them a pattern may match. */
const MAX_MATCHES = 200;
/**
 * Instructions of a pattern. RE2 takes time in proportion to the text, but also to these, and a few counted
 * repetitions are tens of thousands.
 */
const MAX_PROGRAM = 1_000;
/** How long a pattern may be looked for altogether, and how long until others have their turn. */
const MAX_MS = 2_000;
const TURN_MS = 5;

/**
 * Says a filter by a pattern of tags as one by the tags that it matches.
 *
 * @throws InvalidInput where the pattern is none, matches too much, or takes too long
 */
export async function withTags(
  knex: Knex,
  { tagPattern, ...filter }: ListFilter,
): Promise<ListFilter> {
  if (tagPattern === undefined) return filter;
  const pattern = compileTagPattern(tagPattern);
  const candidates = filter.tag ?? (await allTags(knex));
  const tag = await matching(pattern, candidates);
  if (tag.length > MAX_MATCHES) {
    throw refused(
      'too_big',
      `it matches more than ${MAX_MATCHES} tags: make it narrower`,
    );
  }
  return { ...filter, tag };
}

async function matching(
  pattern: RE2JS,
  candidates: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  let worked = 0;
  let since = performance.now();
  for (const candidate of candidates) {
    if (pattern.matcher(candidate).find()) found.push(candidate);
    const turn = performance.now() - since;
    if (turn < TURN_MS) continue;
    worked += turn;
    if (worked > MAX_MS) {
      throw refused(
        'too_slow',
        "it takes too long to look for: make it simpler, or name the tags you mean in 'tag'",
      );
    }
    await setImmediate();
    since = performance.now();
  }
  return found;
}

/** @throws InvalidInput where it is none, or too complex */
export function compileTagPattern(pattern: string): RE2JS {
  const wrong = faultOf(pattern);
  if (wrong) throw refused('pattern', wrong);
  return RE2JS.compile(pattern);
}

/** What keeps a pattern from being looked for. */
export function faultOf(pattern: string): string | undefined {
  try {
    const size = RE2JS.compile(pattern).programSize();
    return size > MAX_PROGRAM
      ? 'it is too complex: have it repeat less'
      : undefined;
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
