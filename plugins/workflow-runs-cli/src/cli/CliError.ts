import { ExitCode } from '../exitCodes';

/** An error that is told as it is, without a stack: whoever sees it can do something about it. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  /** What to do about it. */
  readonly hint?: string;

  constructor(message: string, options: { exitCode: ExitCode; hint?: string }) {
    super(message);
    this.name = 'CliError';
    this.exitCode = options.exitCode;
    this.hint = options.hint;
  }
}
