/** Somebody asks more than their share. */
export class TooManyRequests extends Error {
  /** What the error middleware answers with. */
  readonly statusCode = 429;

  constructor(message: string) {
    super(message);
    this.name = 'TooManyRequestsError';
  }
}
