import { Json, WaitingFor } from 'backstage-plugin-workflow-runs-common';
import { fingerprintOf } from '../failures/fingerprintOf';
import { LogEvent } from '../readers/LogEvent';
import { Topic } from './config';
import { Content, Order, Settle, Tell } from './Order';
import { plain } from './plain';

/** What has to be known of a run. */
export interface ToldRun {
  id: string;
  workflowId: string;
  tenantId: string;
  /** The workflow's. */
  title: string;
  environment: string;
  backfill: boolean;
  /** Who looks after this one; null: the owners. */
  ownerRef: string | null;
  /** Owners of the workflow's entity. */
  ownerRefs: string[];
}

/** What has to be known besides the event and its run. */
export interface Circumstances {
  /** Who has brought the event about. */
  actors: string[];
  stepName: (key: string) => string;
}

/** What is said of an approval. */
const SAID_OF: Record<string, (step: string) => string> = {
  asked: step => `${step} needs an approval`,
  reminder: step => `${step} still needs an approval`,
  escalated: step => `${step} needs an approval, and now asks you as well`,
  overdue: step => `${step} is overdue for an approval`,
};

/** Says what an event is about, to whom it concerns. */
export class Wording {
  readonly title: string;
  readonly #runLink: string;

  constructor(
    private readonly event: LogEvent,
    private readonly run: ToldRun,
    private readonly circumstances: Circumstances,
  ) {
    this.title = plain(run.title);
    this.#runLink = `/workflow-runs/runs/${encodeURIComponent(run.id)}`;
  }

  failed(): Order[] {
    const { id, ownerRef, ownerRefs } = this.run;
    const { step, error } = this.event.payload as {
      /** Null where an engine elsewhere did not say it. */
      step: string | null;
      error: { category: string; code: string | null; message: string };
    };
    const name = step === null ? 'The run' : this.#name(step);
    const isValidation = error.category === 'validation_failed';
    const content = this.#content(
      `${this.title} failed`,
      isValidation
        ? `The output of ${
            step === null ? 'the run' : name
          } did not pass its validation`
        : `${name} failed: ${error.category.replace(/_/g, ' ')}`,
      'high',
      step ?? undefined,
    );
    const { actors } = this.circumstances;
    const failure = {
      ...this.run,
      stepKey: step,
      errorCategory: error.category,
      errorCode: error.code,
      message: error.message,
    };
    return [
      {
        type: 'tell',
        scope: `run:${id}:failed`,
        topic: isValidation ? 'validation-failed' : 'run-failed',
        content,
        // Owners are told once for many; who is one of them is told with them.
        recipients:
          ownerRef === null || ownerRefs.includes(ownerRef) ? [] : [ownerRef],
        toWatchers: true,
        actors,
      },
      {
        type: 'fail',
        fingerprint: fingerprintOf(failure).fingerprint,
        content,
        recipients: ownerRefs,
        actors,
      },
    ];
  }

  needsIntervention(step: string): Tell {
    return this.#tell('intervention', 'needs-intervention', {
      ...this.#content(
        `${this.title} needs you`,
        `${this.#name(step)} could not be rolled back`,
        'critical',
        step,
      ),
    });
  }

  sla(topic: Extract<Topic, 'sla-at-risk' | 'sla-breached'>): Tell {
    const isBreached = topic === 'sla-breached';
    const content = isBreached
      ? this.#content(
          `${this.title} is late`,
          'It has not ended by its target',
          'high',
        )
      : this.#content(
          `${this.title} may be late`,
          'Little of the time of its target is left',
          'normal',
        );
    return this.#tell('sla', topic, content);
  }

  waiting(): Tell {
    const { notice, waitingFor } = this.event.payload as {
      notice: string;
      waitingFor: WaitingFor & Record<string, Json>;
    };
    const step = this.event.stepKey!;
    if (waitingFor.kind === 'validation') {
      return this.#tell(
        `validation:${step}`,
        'validation-failed',
        this.#content(
          `${this.title} waits for a decision`,
          `The output of ${this.#name(step)} did not pass its validation`,
          'high',
          step,
        ),
      );
    }
    const approvers = (waitingFor.approvers ?? []) as string[];
    const to = (this.event.payload.to ?? []) as string[];
    const isUrgent = notice === 'escalated' || notice === 'overdue';
    const content = this.#content(
      `${this.title} waits for an approval`,
      SAID_OF[notice]?.(this.#name(step)) ?? this.#name(step),
      isUrgent ? 'high' : 'normal',
      step,
    );
    const told = this.#tell(`waiting:${step}`, 'waiting-for-human', content);
    return {
      ...told,
      // Where nobody is named, it is up to whoever may: the owners know who that is.
      recipients:
        approvers.length > 0
          ? unique([...approvers, ...to])
          : unique([...told.recipients, ...to]),
      // Who only looks on need not be reminded.
      toWatchers: notice === 'asked',
    };
  }

  doubtful(): Tell {
    const { ownerRef } = this.run;
    const step = this.event.stepKey!;
    return {
      ...this.#tell(
        `doubtful:${step}`,
        'validation-failed',
        this.#content(
          `${this.title} goes on in doubt`,
          `The output of ${this.#name(step)} did not pass its validation`,
          'low',
          step,
        ),
      ),
      recipients: ownerRef === null ? [] : [ownerRef],
    };
  }

  decided(decision: string): Settle {
    const { about } = this.event.payload;
    const scope = about === 'validation' ? 'validation' : 'waiting';
    const step = this.event.stepKey!;
    return this.settle(
      `${scope}:${step}`,
      `${this.title}: ${this.#name(step)} was ${decision}`,
    );
  }

  /** Whatever somebody was asked for, nobody need answer any more. */
  endAll(title: string): Settle[] {
    return ['waiting:', 'validation:', 'intervention'].map(scope =>
      this.settle(scope, title),
    );
  }

  settle(scope: string, title: string | null): Settle {
    const { actors } = this.circumstances;
    return {
      type: 'settle',
      scope: `run:${this.run.id}:${scope}`,
      title,
      actors,
    };
  }

  #tell(scope: string, topic: Topic, content: Content): Tell {
    const { id, ownerRef, ownerRefs } = this.run;
    return {
      type: 'tell',
      scope: `run:${id}:${scope}`,
      topic,
      content,
      recipients: unique(ownerRef ? [ownerRef, ...ownerRefs] : ownerRefs),
      toWatchers: true,
      actors: this.circumstances.actors,
    };
  }

  #content(
    title: string,
    what: string,
    severity: Content['severity'],
    step?: string,
  ): Content {
    const { environment, id } = this.run;
    return {
      title,
      description: `${what} · ${plain(environment)} · ${id}`,
      link: step
        ? `${this.#runLink}?step=${encodeURIComponent(step)}`
        : this.#runLink,
      severity,
    };
  }

  #name(step: string): string {
    return plain(this.circumstances.stepName(step));
  }
}

function unique(refs: string[]): string[] {
  return [...new Set(refs)];
}
