/**
 * How fresh what is shown is.
 *
 * - `connecting`: the first connection is being made
 * - `live`: changes arrive as they happen
 * - `delayed`: the stream is open, and silent for longer than it should be
 * - `polling`: the stream does not hold; changes are fetched every few seconds
 * - `reconnecting`: between two connections
 * - `disconnected`: neither stream nor polling works
 * - `paused`: the tab has been hidden for a while; the stream goes on once it is seen
 * - `ended`: there is nothing to wait for
 *
 * @public
 */
export type ConnectionStatus =
  | 'connecting'
  | 'live'
  | 'delayed'
  | 'polling'
  | 'reconnecting'
  | 'disconnected'
  | 'paused'
  | 'ended';

/** @public */
export interface Connection {
  status: ConnectionStatus;
  /** When the server was last heard of, in epoch milliseconds. */
  heardAt: number | null;
  /** Why changes do not arrive as they happen. */
  error?: unknown;
}
