import { Json } from 'backstage-plugin-workflow-runs-common';
import {
  missingSecret,
  Span,
  StepFailure,
} from 'backstage-plugin-workflow-runs-node';
import { Detector } from '../privacy/detectors';
import { matches } from '../privacy/detectors/matches';
import { redacted } from '../privacy/marks';
import { encodingsOf } from './encodings';

/** Shorter values would be redacted all over the place. */
const MIN_LENGTH = 6;

/**
 * The secrets of the configuration that handlers may ask for. Whatever was configured when the
 * backend started, or was handed out since, it takes out of every text.
 */
export class HandlerSecrets implements Detector {
  readonly id = 'known_secret';
  readonly isSecret = true;
  readonly #known = new Set<string>();
  #pattern: RegExp | undefined;

  /** @param read - the secrets as they are configured now, by name */
  constructor(private readonly read: () => unknown) {
    for (const value of Object.values(this.#configured())) {
      if (typeof value === 'string' && value.length >= MIN_LENGTH) {
        this.#learn(value);
      }
    }
  }

  /** @throws StepFailure that names the key of the configuration */
  get(name: string): string {
    const configured = this.#configured();
    if (!Object.hasOwn(configured, name)) throw missingSecret(name);
    const value = configured[name];
    const key = `workflowRuns.secrets.${name}`;
    if (typeof value !== 'string') {
      throw unusable(`${key} is a ${typeof value}: put it in quotes`);
    }
    if (value.length < MIN_LENGTH) {
      throw unusable(
        `${key} has ${value.length} characters and needs ${MIN_LENGTH}, for wherever it stands it is redacted`,
      );
    }
    this.#learn(value);
    return value;
  }

  detect(text: string): Span[] {
    return this.#pattern
      ? matches(text, this.#pattern).map(span => ({ ...span, kind: 'secret' }))
      : [];
  }

  /** A text without any of the secrets. */
  text(text: string): string {
    return this.#pattern
      ? text.replace(this.#pattern, redacted('secret'))
      : text;
  }

  /** A value of JSON without any of the secrets, in its keys neither. */
  json<Value>(value: Value): Value {
    if (!this.#pattern) return value;
    const written = JSON.stringify(value);
    const clean = this.text(written);
    if (clean === written) return value;
    // In JSON, a match may begin in the middle of an escape: then each text is looked at by itself.
    return this.#visit(value as Json) as Value;
  }

  #visit(value: Json): Json {
    if (typeof value === 'string') return this.text(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(item => this.#visit(item));
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        this.text(key),
        this.#visit(item),
      ]),
    );
  }

  #configured(): Record<string, unknown> {
    const configured = this.read();
    return configured !== null && typeof configured === 'object'
      ? (configured as Record<string, unknown>)
      : {};
  }

  #learn(value: string) {
    if (this.#known.has(value)) return;
    this.#known.add(value);
    const texts = [...this.#known].flatMap(encodingsOf);
    // The longest first: a secret may be the beginning of another.
    texts.sort((a, b) => b.length - a.length);
    this.#pattern = new RegExp(texts.map(escaped).join('|'), 'g');
  }
}

function unusable(message: string): StepFailure {
  return new StepFailure('validation_failed', message, {
    code: 'SECRET_UNUSABLE',
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
