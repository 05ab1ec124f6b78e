import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  CompiledPolicies,
  DetectorRule,
  PathState,
  ValueRule,
} from './compilePolicies';
import { DetectorGuard } from './DetectorGuard';
import { Finding } from './findings';
import { FoundSpan, findSpans } from './findSpans';
import { Marker } from './Marker';
import { isMark, redacted } from './marks';
import { normalizedPath, PathPart } from './normalizedPath';
import { Segment } from './parsePath';
import { cleanText, Redactor } from './Redactor';
import { secretKind } from './secretKind';
import { Has, shapeOf } from './shapeOf';

/** Values that are nested deeper are not followed, and not kept. */
const MAX_DEPTH = 1_000;
/** Nothing that comes with the plugin finds something in less. */
const MIN_TEXT = 6;
/** Shorter numbers are no number of a card or of a person. */
const MIN_NUMBER = 1e9;

const NOWHERE: readonly PathState[] = [];

/** Where a walk over a value has come. */
interface Place {
  /** Paths that go on here. */
  states: readonly PathState[];
  /** Rules about keys. */
  keys: CompiledPolicies['keys'];
  /** Rules from this one on do not count: an earlier one keeps what is here. */
  until: number;
  /** Followed only where somebody wants to be told. */
  path: PathPart | undefined;
}

const NO_RULES: Place = {
  states: NOWHERE,
  keys: [],
  until: Infinity,
  path: undefined,
};

/** Applies policies and detectors to values, in one walk. */
export class PolicyRedactor implements Redactor {
  readonly #policies: CompiledPolicies;
  readonly #guard: DetectorGuard;
  readonly #marker: Marker;
  readonly #tell: ((finding: Finding) => void) | undefined;
  readonly #looking: DetectorRule[];
  readonly #minText: number;
  #rule: ValueRule | undefined;

  constructor(options: {
    policies: CompiledPolicies;
    guard: DetectorGuard;
    marker: Marker;
    /** Whether detectors were added: they may find anything. */
    hasAdded: boolean;
    /** Hears of everything that is found, and of what a rule keeps. */
    tell?: (finding: Finding) => void;
  }) {
    this.#policies = options.policies;
    this.#guard = options.guard;
    this.#marker = options.marker;
    this.#tell = options.tell;
    this.#minText = options.hasAdded ? 1 : MIN_TEXT;
    this.#looking = options.policies.detectors.filter(
      ({ treatment, order }) =>
        treatment !== 'keep' || (options.tell && order < Infinity),
    );
  }

  json(value: Json): Json {
    const { root, paths, keys } = this.#policies;
    const path = this.#tell && { key: '$' };
    const place = { states: paths, keys, until: Infinity, path };
    return this.#value(value, place, 0, root, undefined);
  }

  words(value: Json): Json {
    return this.#value(value, NO_RULES, 0, undefined, undefined);
  }

  text(text: string): string {
    return this.#text(text, Infinity, this.#tell && { key: '$' }, false);
  }

  secrets(text: string): FoundSpan[] {
    const shape = shapeOf(text);
    const rules = this.#looking.filter(({ detector }) => detector.isSecret);
    return findSpans(text, shape, rules, this.#guard);
  }

  #value(
    value: Json,
    place: Place,
    depth: number,
    rule: ValueRule | undefined,
    secret: string | undefined,
  ): Json {
    if (value === null || value === '') return value;
    if (rule && rule.order < place.until) {
      if (rule.treatment !== 'keep') return this.#whole(value, place, rule);
      if (secret === undefined) {
        this.#found(place.path, rule);
        return this.#inside(value, { ...place, until: rule.order }, depth);
      }
    }
    if (secret !== undefined) {
      if (typeof value === 'string' && isMark(value)) return value;
      this.#tell?.({
        path: normalizedPath(place.path),
        inKey: false,
        span: null,
        kind: secret,
        treatment: 'redact',
        by: { detector: 'secret_name' },
      });
      return redacted(secret);
    }
    return this.#inside(value, place, depth);
  }

  #whole(value: Json, place: Place, rule: ValueRule): Json {
    if (typeof value === 'string' && isMark(value)) return value;
    this.#found(place.path, rule);
    return this.#marker.mark(rule.treatment, rule.kind, value);
  }

  #found(path: PathPart | undefined, rule: ValueRule) {
    const { kind, treatment, by } = rule;
    this.#tell?.({
      path: normalizedPath(path),
      inKey: false,
      span: null,
      kind,
      treatment,
      by,
    });
  }

  #inside(value: Json, place: Place, depth: number): Json {
    if (typeof value === 'string') {
      return this.#text(value, place.until, place.path, false);
    }
    if (typeof value === 'number') return this.#number(value, place);
    if (value === null || typeof value !== 'object') return value;
    if (depth >= MAX_DEPTH) return redacted('too_deep');
    return Array.isArray(value)
      ? this.#list(value, place, depth + 1)
      : this.#object(value, place, depth + 1);
  }

  /** A number may be that of a card, whether or not somebody has put it in quotes. */
  #number(value: number, { until, path }: Place): Json {
    if (!Number.isSafeInteger(value) || value < MIN_NUMBER) return value;
    const written = String(value);
    const clean = this.#text(written, until, path, false);
    return clean === written ? value : clean;
  }

  #list(list: readonly Json[], place: Place, depth: number): Json {
    let copy: Json[] | undefined;
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index];
      const inner = this.#enter(place, index, list.length);
      const rule = this.#rule;
      const clean = this.#value(item, inner, depth, rule, undefined);
      if (clean !== item) copy ??= list.slice(0, index);
      copy?.push(clean);
    }
    return copy ?? (list as Json);
  }

  #object(
    object: Readonly<Record<string, Json>>,
    place: Place,
    depth: number,
  ): Json {
    const keys = Object.keys(object);
    let copy: Map<string, Json> | undefined;
    let unused: ((key: string) => string) | undefined;
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index];
      const item = object[key];
      const inner = this.#enter(place, key, 0);
      const rule = this.#rule;
      const clean = this.#value(item, inner, depth, rule, secretKind(key));
      const cleanKey = this.#text(key, place.until, inner.path, true);
      if (!copy && (clean !== item || cleanKey !== key)) {
        copy = new Map();
        for (const before of keys.slice(0, index)) {
          copy.set(before, object[before]);
        }
      }
      if (!copy) continue;
      if (copy.has(cleanKey)) unused ??= uniqueKeys(copy);
      copy.set(unused?.(cleanKey) ?? cleanKey, clean);
    }
    return copy ? Object.fromEntries(copy) : (object as Json);
  }

  /** Enters a member or an item; the first rule that is about it is in `#rule` then. */
  #enter(place: Place, key: string | number, length: number): Place {
    this.#rule = undefined;
    for (const { matches, rule } of place.keys) {
      if (typeof key === 'string' && matches(key)) this.#decide(rule);
    }
    // Most places are like the one around them.
    if (place.states.length === 0 && !place.path) return place;
    const states: PathState[] = [];
    for (const state of place.states) {
      const { segment, next, rule } = state;
      if (segment.descends && !states.includes(state)) states.push(state);
      if (!leadsTo(segment, key, length)) continue;
      if (!next) this.#decide(rule);
      else if (!states.includes(next)) states.push(next);
    }
    const path = place.path && { key, before: place.path };
    return { ...place, states, path };
  }

  #decide(rule: ValueRule) {
    if (!this.#rule || rule.order < this.#rule.order) this.#rule = rule;
  }

  #text(
    given: string,
    until: number,
    path: PathPart | undefined,
    inKey: boolean,
  ): string {
    if (given.length < this.#minText) {
      return given.length < 1 ? given : cleanText(given);
    }
    const shape = shapeOf(given);
    const text = shape & Has.uncommon ? cleanText(given) : given;
    const rules =
      until === Infinity
        ? this.#looking
        : this.#looking.filter(
            ({ order, detector }) => order < until || detector.isSecret,
          );
    const found = findSpans(text, shape, rules, this.#guard);
    if (found.length === 0) return text;
    let clean = '';
    let end = 0;
    for (const { kind, rule, ...span } of found) {
      const { treatment, by } = rule;
      const piece = text.slice(span.start, span.end);
      this.#tell?.({
        path: normalizedPath(path),
        inKey,
        span: { start: span.start, end: span.end },
        kind,
        treatment,
        by,
      });
      clean += text.slice(end, span.start);
      clean +=
        treatment === 'keep'
          ? piece
          : this.#marker.mark(treatment, kind, piece);
      end = span.end;
    }
    return clean + text.slice(end);
  }
}

function leadsTo(
  segment: Segment,
  key: string | number,
  length: number,
): boolean {
  return segment.selectors.some(selector => {
    if (selector === 'any') return true;
    if ('name' in selector) return selector.name === key;
    const { index } = selector;
    return (
      typeof key === 'number' && (index < 0 ? length + index : index) === key
    );
  });
}

/** Several keys may have become one: the others are numbered. */
function uniqueKeys(taken: ReadonlyMap<string, Json>) {
  const numbers = new Map<string, number>();
  return (key: string): string => {
    let unique = key;
    let number = numbers.get(key) ?? 1;
    for (; taken.has(unique); unique = `${key} ${number}`) number += 1;
    numbers.set(key, number);
    return unique;
  };
}
