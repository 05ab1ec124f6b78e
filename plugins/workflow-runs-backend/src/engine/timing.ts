/** How the engine keeps time, all in milliseconds. */
export interface EngineTiming {
  /** How long a worker is believed to live after its last heartbeat; it sends three in that time. */
  leaseMs: number;
  /** A worker gives up its runs this long before its lease ends. */
  leaseSkewMs: number;
  /** How often the engine asks the database although nothing told it to. */
  pollMs: number;
  /** How often it looks for runs that nobody can execute. */
  blockedCheckMs: number;
  /** How long a run may wait for a worker before it says so. */
  blockedAfterMs: number;
  /** How long a run that could not be read waits for the next try; it doubles with every try… */
  unreadableMs: number;
  /** … up to this. */
  unreadableMaxMs: number;
  /** How long a handler that was told to stop may take before nobody waits for it. */
  abortGraceMs: number;
  /** How long a stopping backend waits for its handlers. */
  stopGraceMs: number;
}

/** What a backend uses; tests are in more of a hurry. */
export const DEFAULT_TIMING: EngineTiming = {
  leaseMs: 30_000,
  leaseSkewMs: 5_000,
  pollMs: 1_000,
  blockedCheckMs: 15_000,
  blockedAfterMs: 60_000,
  unreadableMs: 30_000,
  unreadableMaxMs: 900_000,
  abortGraceMs: 10_000,
  stopGraceMs: 8_000,
};
