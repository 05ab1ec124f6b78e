import { AllowedAction } from 'backstage-plugin-workflow-runs-common';

/** What a failed call means to a reader. @public */
export type ErrorKind =
  | 'notFound'
  | 'forbidden'
  | 'signedOut'
  | 'conflict'
  | 'invalid'
  | 'network'
  | 'server';

/** Where an input breaks its schema. @public */
export interface Violation {
  /** JSON pointer into the input: `/pageSize`. */
  pointer: string;
  rule: string;
  message: string;
}

/** A failed call, taken apart. @public */
export interface ErrorDescription {
  kind: ErrorKind;
  /** What the backend said. */
  message: string;
  status?: number;
  /** The permission that is missing, where the answer names it. */
  permission?: string;
  violations: Violation[];
  /** When what is not there was deleted, as ISO 8601, where the reader may know. */
  purgedAt?: string;
  /** The status that the run is in, after a conflict. */
  runStatus?: string;
  /** What may be done instead, after a conflict. */
  allowedActions: Record<string, AllowedAction>;
}

const kinds: Record<number, ErrorKind> = {
  400: 'invalid',
  401: 'signedOut',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
};

/** Takes apart what a call of the API has thrown. @public */
export function describeError(error: unknown): ErrorDescription {
  const { response, body, message, name } = (error ?? {}) as {
    response?: { status?: number };
    body?: { error?: Record<string, unknown> };
    message?: string;
    name?: string;
  };
  // What a hook refuses itself reads like the answer that it stands for.
  const status =
    response?.status ?? (name === 'NotFoundError' ? 404 : undefined);
  const wire = body?.error ?? {};
  const said = text(wire.message) ?? message ?? String(error);
  return {
    // What answers with anything else than JSON is there, and is not the backend.
    kind: name === 'SyntaxError' ? 'server' : kindOf(status),
    message: said,
    status,
    permission:
      text(wire.permission) ??
      said.match(/workflow-runs(?:\.[a-z]+(?:-[a-z]+)*)+/)?.[0],
    purgedAt: text(wire.purgedAt),
    runStatus: text(wire.runStatus),
    violations: Array.isArray(wire.violations) ? wire.violations : [],
    allowedActions:
      wire.allowedActions !== null && typeof wire.allowedActions === 'object'
        ? (wire.allowedActions as Record<string, AllowedAction>)
        : {},
  };
}

/** Whether asking again can help. @public */
export function isPassing(error: unknown): boolean {
  const { kind } = describeError(error);
  return kind === 'network' || kind === 'server';
}

/** Whether what was asked for is not there, or not for this reader: asking again does not help. @public */
export function isGone(error: unknown): boolean {
  const { kind } = describeError(error);
  return kind === 'notFound' || kind === 'forbidden';
}

function kindOf(status: number | undefined): ErrorKind {
  if (status === undefined) return 'network';
  return kinds[status] ?? (status < 500 ? 'invalid' : 'server');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
