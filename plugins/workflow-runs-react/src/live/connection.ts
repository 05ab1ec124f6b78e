/**
 * How fresh what is shown is.
 *
 * - `connecting`: the first connection is being made
 * - `live`: changes arrive as they happen
 * - `polling`: the stream does not hold; changes are fetched every few seconds
 * - `reconnecting`: between two connections
 * - `disconnected`: neither stream nor polling works
 * - `ended`: there is nothing to wait for
 *
 * @public
 */
export type ConnectionStatus =
  | 'connecting'
  | 'live'
  | 'polling'
  | 'reconnecting'
  | 'disconnected'
  | 'ended';

/** @public */
export interface Connection {
  status: ConnectionStatus;
  /** When the server was last heard of, in epoch milliseconds. */
  heardAt: number | null;
  /** Why changes do not arrive as they happen. */
  error?: unknown;
}
