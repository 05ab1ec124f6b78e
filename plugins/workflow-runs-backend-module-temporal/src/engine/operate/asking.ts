import { PORTAL } from '../../map';
import { Execution } from '../nativeId';
import { TemporalNamespace } from '../TemporalNamespace';

/** Somebody asks something of an execution. */
export interface Asking {
  namespace: TemporalNamespace;
  execution: Execution;
  signal: AbortSignal;
}

/** What Temporal keeps of who has asked. */
export function identityOf(actor: string): string {
  return `${PORTAL}${actor}`;
}
