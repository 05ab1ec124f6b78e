import { createHash } from 'node:crypto';
import { patternOf } from './patternOf';

/** What of a failure says which other ones it belongs to. */
export interface FailureKind {
  tenantId: string;
  workflowId: string;
  /** The first step that failed for good. */
  stepKey: string | null;
  errorCategory: string;
  errorCode: string | null;
  message: string;
}

/** Failures with one fingerprint are one group; what callers wrote is told apart by tenant. */
export function fingerprintOf(failure: FailureKind): {
  fingerprint: string;
  pattern: string;
} {
  const { tenantId, workflowId, stepKey, errorCategory, errorCode } = failure;
  const pattern = patternOf(failure.message);
  const parts = [
    tenantId,
    workflowId,
    stepKey,
    errorCode === null ? ['category', errorCategory] : ['code', errorCode],
    pattern,
  ];
  const hash = createHash('sha256').update(JSON.stringify(parts));
  return { fingerprint: hash.digest('hex'), pattern };
}
