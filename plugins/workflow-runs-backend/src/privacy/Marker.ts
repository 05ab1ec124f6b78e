import { createHmac, hkdfSync } from 'node:crypto';
import { Json, Treatment } from 'backstage-plugin-workflow-runs-common';
import { redacted } from './marks';

/** A value that a token stands for, to be sealed with what shows the token. */
export interface NewToken {
  id: string;
  kind: string;
  value: Json;
}

/** Where tokenized values go: those of one run. */
export interface TokenSink {
  runId: string;
  add(token: NewToken): void;
}

/** Makes digests that can be compared within a tenant. */
export class Digests {
  readonly #keys = new Map<string, Buffer>();

  constructor(private readonly secret: Buffer) {}

  of(tenantId: string, purpose: string, value: Json): string {
    let key = this.#keys.get(tenantId);
    if (!key) {
      const info = `workflow-runs/privacy/${tenantId}`;
      key = Buffer.from(hkdfSync('sha256', this.secret, '', info, 32));
      this.#keys.set(tenantId, key);
    }
    return createHmac('sha256', key)
      .update(
        `${purpose}\0${
          typeof value === 'string' ? `s${value}` : canonical(value)
        }`,
      )
      .digest('hex');
  }
}

/** Writes the marks that stand in place of values. */
export class Marker {
  constructor(
    private readonly digests: Digests,
    private readonly tenantId: string | undefined,
    private readonly tokens: TokenSink | undefined,
  ) {}

  mark(treatment: Treatment, kind: string, value: Json): string {
    if (treatment === 'hash' && this.tenantId !== undefined) {
      const digest = this.digests.of(this.tenantId, `hash/${kind}`, value);
      return `[hashed:${kind}:${digest.slice(0, 16)}]`;
    }
    if (
      treatment === 'tokenize' &&
      this.tenantId !== undefined &&
      this.tokens
    ) {
      const { runId } = this.tokens;
      // The same for the same value of a run: writing it again changes nothing.
      const digest = this.digests.of(
        this.tenantId,
        `token/${runId}/${kind}`,
        value,
      );
      const id = digest.slice(0, 24);
      this.tokens.add({ id, kind, value });
      return `[token:${kind}:${id}]`;
    }
    return redacted(kind);
  }
}

/** Equal values are written alike, in whichever order their members are. */
function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}
