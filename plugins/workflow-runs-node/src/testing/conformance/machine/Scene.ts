import { Json, StepError } from 'backstage-plugin-workflow-runs-common';
import { Chronicle } from '../Chronicle';
import { Answer, Moment, Outcome, Scenario } from '../scenario';
import { World } from './World';

/** How a run has ended, as the attempt sees it that has launched it. */
export type End =
  | { type: 'completed'; output: Json; failedItems?: number }
  | { type: 'failed'; error: StepError };

/** What a run and its attempts know of where they are played. */
export interface Scene {
  readonly world: World;
  readonly scenario: Scenario;
  /** What code does that is executed now. */
  outcomeOf(unit: string): Outcome;
  /** Moments are those of the scenario's own run. */
  once(moment: Moment, callback: () => void): void;
  /** Has operators ask what they want to ask by now. */
  onDecision(): void;
  /** Hears of the runs that the scenario's own one launches. */
  onChild(unit: string, chronicle: Chronicle): void;
  /** What an operator is told who is refused. */
  refusal(reason: string): Answer;
}
