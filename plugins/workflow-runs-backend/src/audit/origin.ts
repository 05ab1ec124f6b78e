import { Request } from 'express';
import { AuditOrigin } from 'backstage-plugin-workflow-runs-common';
import { cleanText } from '../privacy/Redactor';
import { ActionCall, Asker } from '../requests/ActionCall';

const MAX_ADDRESS = 64;
const MAX_AGENT = 200;
/** Ids that proxies make; what else stands there is not to be trusted in a table. */
const REQUEST_ID = /^[\w.:@/+=-]{1,64}$/;
/** W3C trace context: its trace id names the request in traces and logs. */
const TRACE_PARENT = /^[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}/;

/** From where a request comes: the address is the one that Express sees behind the proxies it trusts. */
export function originOf(asker: Asker): AuditOrigin {
  return asker instanceof ActionCall ? asker.origin : originOfRequest(asker);
}

function originOfRequest(request: Request): AuditOrigin {
  return {
    remoteAddress: request.ip?.slice(0, MAX_ADDRESS) ?? null,
    userAgent: agentOf(request.header('user-agent')),
    requestId: requestIdOf(request),
  };
}

/** One line: who calls can write into it what they like. */
function agentOf(agent: string | undefined): string | null {
  if (!agent) return null;
  return cleanText(agent.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, MAX_AGENT));
}

function requestIdOf(request: Request): string | null {
  const id = request.header('x-request-id');
  if (id && REQUEST_ID.test(id)) return id;
  return TRACE_PARENT.exec(request.header('traceparent') ?? '')?.[1] ?? null;
}
