import {
  CommandRefused,
  EngineAway,
} from 'backstage-plugin-workflow-runs-node';

/** Of gRPC. */
const CODES = {
  canceled: 1,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  outOfRange: 11,
  unimplemented: 12,
  unauthenticated: 16,
} as const;

/** The cluster has not answered in time: it may or may not have done what it was asked for. */
export class TemporalSilence extends EngineAway {}

/** How long a cluster that is asked too much is left alone, in milliseconds. */
const BUSY_MS = 2_000;

/** The cluster has answered, and will not. */
export class TemporalRefusal extends CommandRefused {
  constructor(
    message: string,
    /** Of gRPC. */
    readonly code: number,
  ) {
    super(message);
  }

  /** The execution is not there: it never was, or is past its retention. */
  get isGone(): boolean {
    return this.code === CODES.notFound;
  }

  get isTaken(): boolean {
    return this.code === CODES.alreadyExists;
  }

  /** What was asked is not understood. */
  get isUnknown(): boolean {
    return this.code === CODES.invalidArgument;
  }
}

/** What a call that failed means, in words for people. What is no answer of gRPC is handed back as it is. */
export function failureOf(
  error: unknown,
  { address, namespace }: { address: string; namespace: string },
): unknown {
  if (!isAnswer(error)) return error;
  const { code } = error;
  const details = error.details || error.message;
  const refused = (message: string) => new TemporalRefusal(message, code);
  switch (code) {
    case CODES.notFound:
      return isOfNamespace(details)
        ? new EngineAway(`${address} has no namespace '${namespace}'`)
        : refused(goneMessage(details, namespace));
    case CODES.permissionDenied:
      return refused(
        `Temporal does not let the portal do that in the namespace '${namespace}': ${details}`,
      );
    case CODES.unauthenticated:
      return new EngineAway(
        `${address} does not accept the credentials of the portal: ${details}`,
      );
    case CODES.unimplemented:
      return refused(`This version of Temporal cannot do that: ${details}`);
    case CODES.invalidArgument:
    case CODES.failedPrecondition:
    case CODES.alreadyExists:
    case CODES.outOfRange:
      return refused(`Temporal will not: ${details}`);
    case CODES.resourceExhausted:
      return new EngineAway(`${address} is asked too much: ${details}`, {
        retryAfterMs: BUSY_MS,
      });
    // A server that sees the deadline pass first says that it was canceled.
    case CODES.canceled:
    case CODES.deadlineExceeded:
      return new TemporalSilence(`${address} has not answered in time`);
    default:
      return new EngineAway(awayMessage(address, details));
  }
}

/** It answers the same to what comes too late. */
function goneMessage(details: string, namespace: string): string {
  return /already completed/i.test(details)
    ? 'The execution has ended already'
    : `Temporal does not know it: it never was, or is past the retention of the namespace '${namespace}'`;
}

/** Certificates by which a connection fails, in plain words. */
const CERTIFICATES: readonly [RegExp, string][] = [
  [/alert.*expired/i, 'it says that the certificate of the portal has expired'],
  [/alert.*certificate/i, 'it does not accept the certificate of the portal'],
  [/has expired|CERT_HAS_EXPIRED/i, 'its certificate has expired'],
  [/not yet valid/i, 'its certificate is not valid yet'],
  [
    /self.signed|unable to (verify|get)/i,
    'its certificate is of nobody whom the portal trusts (tls.caFile)',
  ],
  [
    /altnames|does not match/i,
    'its certificate is for another name (tls.serverName)',
  ],
];

function awayMessage(address: string, details: string): string {
  const [, why] = CERTIFICATES.find(([words]) => words.test(details)) ?? [];
  return why
    ? `${address} cannot be talked to: ${why}`
    : `${address} does not answer: ${details}`;
}

/** Temporal answers with the same code where an execution is not there. */
function isOfNamespace(details: string): boolean {
  return /^namespace\b/i.test(details);
}

function isAnswer(
  error: unknown,
): error is Error & { code: number; details?: string } {
  return error instanceof Error && typeof (error as any).code === 'number';
}
