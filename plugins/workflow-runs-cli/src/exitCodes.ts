/** What the process exits with; scripts rely on the numbers, so they never change their meaning. */
export const exitCodes = {
  ok: 0,
  /** The run that was waited for did not complete, or something failed that has no code of its own. */
  failed: 1,
  /** The command line, or what it sends, is not right. */
  usage: 2,
  /** There are no credentials, they are not accepted, or they do not suffice. */
  auth: 3,
  /** What was asked for is not there, or may not be seen. */
  notFound: 4,
  /** The state of things does not allow it, or somebody has changed them meanwhile. */
  conflict: 5,
  /** No answer: the server is away, too busy, or has failed. */
  unreachable: 6,
  /** What was waited for has not come about in time; as `timeout` of the coreutils says it. */
  timeout: 124,
  /** Ctrl-C. */
  interrupted: 130,
  /** Nobody reads on, as `| head` does not: 128 and the number of SIGPIPE, as shells have it. */
  brokenPipe: 141,
} as const;

/** @see exitCodes */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
