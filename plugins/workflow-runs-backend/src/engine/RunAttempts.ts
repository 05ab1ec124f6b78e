import { Effect, unitId } from 'backstage-plugin-workflow-runs-common/machine';
import { Json } from 'backstage-plugin-workflow-runs-common';
import { addArtifact } from '../artifacts/addArtifact';
import { ArtifactStore } from '../artifacts/ArtifactStore';
import { Recorder } from '../recorder/Recorder';
import { AttemptOutcome, RunningAttempt } from './AttemptRunner';
import { ClaimedRun } from './claim';
import { outcomeOfAttempt } from './happenings';
import { LoadedRun } from './load';
import { Deed, Mail } from './RunDecisions';
import { StepCode } from './StepCode';

type Start = Deed<Extract<Effect, { type: 'start' }>>;

/** The attempts of a held run that are under way. */
export class RunAttempts {
  readonly #running = new Map<string, RunningAttempt>();
  #isReleasing = false;

  constructor(
    private readonly claimed: ClaimedRun,
    private readonly run: LoadedRun,
    private readonly options: {
      recorder: Recorder;
      code: StepCode;
      /** Where the files of handlers go. */
      store: ArtifactStore;
      now: () => number;
      post: (mail: Mail) => void;
      /** Whether the run is not held any more. */
      isOver: () => boolean;
      /** The run cannot be held any longer. */
      giveUp: (error: unknown) => void;
    },
  ) {}

  start(effect: Start): void {
    if (this.#isReleasing) {
      this.#finish(effect, { type: 'released' });
      return;
    }
    const unit = unitId(effect.step, effect.item);
    const { runId, epoch } = this.claimed;
    const running = this.options.code.start(this.run, this.claimed, effect, {
      addArtifact: (artifact, content) =>
        addArtifact(artifact, content, {
          ...this.options,
          runId,
          epoch,
          isUnderWay: () =>
            !this.options.isOver() && this.#running.get(unit) === running,
        }),
    });
    if (!running) {
      // Claims are filtered, so this is a definition that was changed without a new version.
      this.options.giveUp(new Error(`There is no handler for step '${unit}'`));
      return;
    }
    this.#running.set(unit, running);
    void running.outcome.then(outcome => {
      // One that was told to stop may outlast its passage, and the next one have begun.
      if (this.#running.get(unit) === running) this.#running.delete(unit);
      this.#finish(effect, outcome);
    });
  }

  /** Tells the attempt of a unit to stop: the run is canceled. */
  cancel(step: string, item: number): void {
    this.#running.get(unitId(step, item))?.abort('canceled');
  }

  /** Starts none any more: the worker stops. What those that are told to stop commit still counts. */
  release(): void {
    this.#isReleasing = true;
    this.abort();
  }

  /** Tells all to stop. */
  abort(): void {
    for (const attempt of this.#running.values()) attempt.abort('released');
  }

  #finish(
    about: { step: string; item: number; attempt: number; generation: number },
    outcome: AttemptOutcome,
  ) {
    const { step, item, generation } = about;
    const report = outcome.type === 'released' ? undefined : outcome.report;
    this.options.post({
      event: { ...outcomeOfAttempt(about, outcome), generation },
      report: report && { step, item, report: report as Json },
    });
  }
}
