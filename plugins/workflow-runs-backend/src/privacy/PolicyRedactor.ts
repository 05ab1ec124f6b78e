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
import { cleanText, Redactor } from './Redactor';
import { secretKind } from './secretKind';
import { shapeOf } from './shapeOf';

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
  depth: number;
  /** Followed only where somebody wants to be told. */
  path: PathPart | undefined;
}

const NO_RULES: Place = {
  states: NOWHERE,
  keys: [],
  until: Infinity,
  depth: 0,
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
    const place = { states: paths, keys, until: Infinity, depth: 0, path };
    return this.#value(value, place, root, undefined);
  }

  words(value: Json): Json {
    return this.#value(value, NO_RULES, undefined, undefined);
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
    rule: ValueRule | undefined,
    secret: string | undefined,
  ): Json {
    if (value === null || value === '') return value;
    if (rule && rule.order < place.until) {
      if (rule.treatment !== 'keep') return this.#whole(value, place, rule);
      if (secret === undefined) {
        this.#found(place.path, rule);
        return this.#inside(value, { ...place, until: rule.order });
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
    return this.#inside(value, place);
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

  #inside(value: Json, place: Place): Json {
    if (typeof value === 'string') {
      return this.#text(value, place.until, place.path, false);
    }
    if (typeof value === 'number') return this.#number(value, place);
    if (value === null || typeof value !== 'object') return value;
    if (place.depth >= MAX_DEPTH) return redacted('too_deep');
    return Array.isArray(value)
      ? this.#list(value, place)
      : this.#object(value, place);
  }

  /** A number may be that of a card, whether or not somebody has put it in quotes. */
  #number(value: number, { until, path }: Place): Json {
    if (!Number.isSafeInteger(value) || value < MIN_NUMBER) return value;
    const written = String(value);
    const clean = this.#text(written, until, path, false);
    return clean === written ? value : clean;
  }

  #list(list: readonly Json[], place: Place): Json {
    let copy: Json[] | undefined;
    for (let index = 0; index < list.length; index += 1) {
      const item = list[index];
      const { rule, inner } = this.#enter(place, index, list.length);
      const clean = this.#value(item, inner, rule, undefined);
      if (clean !== item) copy ??= list.slice(0, index);
      copy?.push(clean);
    }
    return copy ?? (list as Json);
  }

  #object(object: Readonly<Record<string, Json>>, place: Place): Json {
    const keys = Object.keys(object);
    let copy: Map<string, Json> | undefined;
    const unused = uniqueKeys(key => copy!.has(key));
    for (let index = 0; index < keys.length; index += 1) {
      const key = keys[index];
      const item = object[key];
      const { rule, inner } = this.#enter(place, key, 0);
      const clean = this.#value(item, inner, rule, secretKind(key));
      const cleanKey = this.#text(key, place.until, inner.path, true);
      if (!copy && (clean !== item || cleanKey !== key)) {
        copy = new Map();
        for (const before of keys.slice(0, index)) {
          copy.set(before, object[before]);
        }
      }
      copy?.set(cleanKey === key ? key : unused(cleanKey), clean);
    }
    return copy ? Object.fromEntries(copy) : (object as Json);
  }

  /** The first rule about a member or an item, and what goes on below it. */
  #enter(
    place: Place,
    key: string | number,
    length: number,
  ): { rule: ValueRule | undefined; inner: Place } {
    let rule: ValueRule | undefined;
    let states = NOWHERE;
    if (place.states.length > 0) {
      const open: PathState[] = [];
      for (const state of place.states) {
        if (state.segment.descends && !open.includes(state)) open.push(state);
        if (!leadsTo(state, key, length)) continue;
        if (!state.next) rule = earlier(rule, state.rule);
        else if (!open.includes(state.next)) open.push(state.next);
      }
      states = open;
    }
    if (typeof key === 'string') {
      for (const { matches, rule: ofKey } of place.keys) {
        if (matches(key)) rule = earlier(rule, ofKey);
      }
    }
    return {
      rule,
      inner: {
        states,
        keys: place.keys,
        until: place.until,
        depth: place.depth + 1,
        path: place.path && { key, before: place.path },
      },
    };
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
    const text = shape.isPlain ? given : cleanText(given);
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
  { segment }: PathState,
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

function earlier(a: ValueRule | undefined, b: ValueRule): ValueRule {
  return a && a.order <= b.order ? a : b;
}

/** Several keys may have become one: the others are numbered. */
function uniqueKeys(isTaken: (key: string) => boolean) {
  const numbers = new Map<string, number>();
  return (key: string): string => {
    let unique = key;
    let number = numbers.get(key) ?? 1;
    for (; isTaken(unique); unique = `${key} ${number}`) number += 1;
    numbers.set(key, number);
    return unique;
  };
}
