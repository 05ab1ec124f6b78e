import { request as httpRequest } from 'node:http';

/** What a handler asks the service outside to do. */
export interface LedgerRequest {
  idempotencyKey: string;
  attempt: number;
  worker: string;
  /** Another one for each call of a handler: tells which of them has made an output. */
  mark: string;
  /** Marks of the outputs that the handler was given, by step. */
  saw: Record<string, string>;
}

export interface LedgerAnswer {
  /** The same for every request with the same key. */
  receipt: number;
  repeated: boolean;
}

/** A request as the service remembers it. */
export interface LedgerCall extends LedgerRequest {
  at: number;
  receipt: number;
}

/** Asks the service outside. `onSent` hears when the request is with the kernel. */
export function askLedger(
  port: number,
  request: LedgerRequest,
  onSent: () => void,
): Promise<LedgerAnswer> {
  return exchange(port, 'POST', JSON.stringify(request), onSent);
}

/** Everything that the service was asked, in that order. */
export function readLedger(port: number): Promise<LedgerCall[]> {
  return exchange(port, 'GET', undefined, () => {});
}

function exchange<T>(
  port: number,
  method: string,
  body: string | undefined,
  onSent: () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      // A connection each: nothing that is kept alive can be closed under a request.
      { host: '127.0.0.1', port, method, agent: false },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => resolve(JSON.parse(text)));
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.on('finish', onSent);
    request.end(body);
  });
}
