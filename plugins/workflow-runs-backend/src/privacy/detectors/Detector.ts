import { TextDetector } from 'backstage-plugin-workflow-runs-node';

/** A detector that comes with the plugin; policies may say otherwise of what is no secret. */
export interface Detector extends TextDetector {
  /** What a text must have, in bits of `Has`, to be worth a look. */
  readonly needs?: number;
}
