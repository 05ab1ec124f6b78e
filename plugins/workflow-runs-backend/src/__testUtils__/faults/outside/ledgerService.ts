/*
 * A service outside of the backends, as handlers call one: it does what it is asked to do once for
 * each idempotency key, and answers a repeated request like the first. It is never killed, and knows
 * what has really happened.
 */
import { createServer, IncomingMessage } from 'node:http';
import { AddressInfo } from 'node:net';
import { LedgerAnswer, LedgerCall, LedgerRequest } from './ledger';

const calls: LedgerCall[] = [];
const receipts = new Map<string, number>();

function take(request: LedgerRequest): LedgerAnswer {
  const known = receipts.get(request.idempotencyKey);
  const receipt = known ?? receipts.size + 1;
  receipts.set(request.idempotencyKey, receipt);
  calls.push({ ...request, at: Date.now(), receipt });
  return { receipt, repeated: known !== undefined };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

const server = createServer(async (request, response) => {
  try {
    const answer =
      request.method === 'POST'
        ? take(JSON.parse(await bodyOf(request)))
        : calls;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  } catch {
    // Who asks may have died in the middle of it: then it has not asked.
    response.destroy();
  }
});

process.once('disconnect', () => process.exit());
process.once('message', () =>
  server.listen(0, '127.0.0.1', () => {
    process.send!({ port: (server.address() as AddressInfo).port });
  }),
);
