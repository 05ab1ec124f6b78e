import { Json } from 'backstage-plugin-workflow-runs-common';

/**
 * Takes out of values what must not be stored. The recorder passes everything through one before
 * it opens a transaction, so nothing that was not looked at reaches a table, a stream or a log.
 */
export interface Redactor {
  /** A value that people work with: rules about values and their keys hold for it, and detectors. */
  json(value: Json): Json;
  /** A value whose form is ours: its texts are looked at. */
  words(value: Json): Json;
  text(text: string): string;
  /** Where in a text there are secrets, in their order. */
  secrets(text: string): { start: number; end: number; kind: string }[];
}

/** Where only words are said. */
export type TextRedactor = Pick<Redactor, 'text'>;

/** What both databases can store: no NUL, which PostgreSQL refuses, and no half of a surrogate pair. */
export function cleanText(text: string): string {
  return text.replace(/\0/g, '').replace(/\p{Surrogate}/gu, '\uFFFD');
}
