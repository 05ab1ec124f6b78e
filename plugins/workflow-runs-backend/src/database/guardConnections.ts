import { Knex } from 'knex';
import type { Connection } from './KeptConnection';

/**
 * How long PostgreSQL and a backend wait for each other, in milliseconds. Each is longer than the one
 * before, so that what holds others up ends before those who wait give up; and all are shorter than
 * the time between two heartbeats, so that one that is lost costs no lease.
 */
export interface ConnectionLimits {
  /** The server ends a session that says nothing within a transaction, and lets go of its locks. */
  idleInTransactionMs: number;
  /** The lane waits for a lock. */
  lockMs: number;
  /** The server works on a statement. */
  statementMs: number;
  /** A connection owes an answer and says nothing: then it counts as dead. */
  silenceMs: number;
}

export const DEFAULT_CONNECTION_LIMITS: ConnectionLimits = {
  idleInTransactionMs: 5_000,
  lockMs: 6_000,
  statementMs: 7_000,
  silenceMs: 8_000,
};

/**
 * Nobody waits for ever on the pool's connections to PostgreSQL: neither other backends for one that
 * stands still within a transaction, nor this one for a connection that is dead without a word.
 */
export function guardConnections(
  knex: Knex,
  limits: ConnectionLimits = DEFAULT_CONNECTION_LIMITS,
): void {
  const { client } = knex;
  const acquire = client.acquireConnection.bind(client);
  const guarded = new Set<Connection>();
  client.acquireConnection = async () => {
    const connection: Connection = await acquire();
    if (!guarded.has(connection)) {
      guarded.add(connection);
      connection.once('end', () => guarded.delete(connection));
      onSilence(connection, limits.silenceMs, error => {
        // What has silenced one has silenced others, and nobody has asked them yet.
        for (const other of guarded) other.__knex__disposed ??= error;
      });
      await limitSession(connection, limits);
    }
    return connection;
  };
}

/** Where this fails, whatever is asked first does too. */
async function limitSession(
  connection: Connection,
  { idleInTransactionMs, statementMs }: ConnectionLimits,
) {
  await connection
    .query(
      `set idle_in_transaction_session_timeout = ${idleInTransactionMs}; set statement_timeout = ${statementMs}`,
    )
    .catch(() => {});
}

/**
 * Ends a connection that owes an answer and says nothing. What was sent is repeated for minutes by the
 * network itself, and keepalives are only for those that have nothing to send.
 */
function onSilence(
  connection: Connection,
  ms: number,
  tell: (error: Error) => void,
) {
  const stream = connection.connection?.stream;
  if (!stream) return;
  stream.setKeepAlive(true, ms);
  stream.setTimeout(ms, () => {
    if (connection.readyForQuery) return;
    // A process that stood still itself has not read yet what has come meanwhile.
    const heard = stream.bytesRead;
    setImmediate(() => {
      if (connection.readyForQuery || stream.bytesRead !== heard) return;
      const error = Object.assign(
        new Error(`The database has not answered for ${ms} ms`),
        { code: 'ETIMEDOUT' },
      );
      tell(error);
      stream.destroy(error);
    });
  });
}
