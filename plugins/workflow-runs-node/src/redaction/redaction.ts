import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { Treatment } from 'backstage-plugin-workflow-runs-common';

/** A piece of a text, by its UTF-16 indexes. @public */
export interface Span {
  start: number;
  /** Behind its last character. */
  end: number;
  /** What the mark in its place says that it was; by default the id of the detector. */
  kind?: string;
}

/**
 * Looks for personal data or secrets in texts.
 *
 * @public
 */
export interface TextDetector {
  /** Lower-case letters, digits and `_`; policies name the detector by it. */
  readonly id: string;
  /** Secrets are never kept, whatever a policy says. False by default. */
  readonly isSecret?: boolean;
  /** What becomes of what it finds where no policy says; `redact` by default. */
  readonly treatment?: Treatment;
  /**
   * Finds what is to be treated. It is called for every text of every run, before it is stored, of up to
   * a megabyte: it has to be synchronous, and to take no longer than in proportion to the text. Where it
   * throws, or is much too slow, the whole text is replaced.
   */
  detect(text: string): Span[];
}

/** Adds detectors, beside those that are built in. @public */
export interface RedactionExtensionPoint {
  add(detector: TextDetector): void;
}

/** @public */
export const redactionExtensionPoint =
  createExtensionPoint<RedactionExtensionPoint>({
    id: 'workflow-runs.redaction',
  });
