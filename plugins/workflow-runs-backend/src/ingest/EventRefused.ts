import { z } from 'zod';
import { toPointer } from '../runs/InvalidInput';

/** An event that is not taken in; the others of its request are. */
export class EventRefused extends Error {
  /** @param status - what the event alone would be answered with */
  constructor(
    readonly field: string,
    readonly rule: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = 'EventRefused';
  }

  /** What is wrong with a value, without the value. */
  static fromIssue(
    issue: z.core.$ZodIssue,
    prefix: PropertyKey[] = [],
  ): EventRefused {
    if (issue.code === 'unrecognized_keys') {
      const path = [...prefix, ...issue.path, issue.keys[0]];
      return new EventRefused(
        toPointer(path),
        'unknown',
        'there is no such field',
      );
    }
    return new EventRefused(
      toPointer([...prefix, ...issue.path]),
      issue.code,
      issue.message,
    );
  }
}
