/**
 * What is stored of a run cannot be read, and trying again will not help by itself. The message is
 * shown with the run: it says what is missing, and nothing of what was stored.
 */
export class Unreadable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Unreadable';
  }
}
