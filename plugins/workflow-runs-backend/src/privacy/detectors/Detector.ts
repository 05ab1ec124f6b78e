import { TextDetector } from 'backstage-plugin-workflow-runs-node';
import { TextShape } from '../shapeOf';

/** A detector that comes with the plugin; policies may say otherwise of what is no secret. */
export interface Detector extends TextDetector {
  /** Whether it is worth to look: most texts are short, and have nothing that it could find. */
  mayFind?(shape: TextShape): boolean;
}
