import { ReactElement } from 'react';
import { FakeWorkflowRuns } from 'backstage-plugin-workflow-runs-react/testing';
import { Act } from './acts';

/** A screen in one state. */
export interface GalleryState {
  /** The real component. */
  element: ReactElement;
  /** What answers it. */
  backend: () => FakeWorkflowRuns;
  /** What is in the address: `tab=io`. */
  query?: string;
  /** What its reader does: opens a dialog, types. */
  act?: Act;
  /** A text that is on the screen once it is in this state; without it the state counts as broken. */
  sees: string;
  /** What is not to be there any more, such as what stands for content that loads. */
  without?: string;
}

/** A screen, or a part of one, with all its states. */
export interface GalleryScreen {
  title: string;
  /** By what they are called in the address. */
  states: Record<string, GalleryState>;
}
