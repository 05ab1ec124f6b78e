import { Json, RunSnapshot } from 'backstage-plugin-workflow-runs-common';
import { PayloadReader } from '../payloads';
import { attributesOf, upsert } from './attributes';
import { eventTimeOf, HistoryEvent } from './protobuf';

/** What the server keeps with a run, as its workflow changes it. */
export class RunAttributes {
  readonly #reader: PayloadReader;
  readonly #values = new Map<string, Json>();
  #atStart: ReadonlyMap<string, Json> = new Map();
  /** Of two changes in the same millisecond the second has to be the latest. */
  #at = 0;

  constructor(reader: PayloadReader) {
    this.#reader = reader;
  }

  /** Those that it was started with. */
  get atStart(): ReadonlyMap<string, Json> {
    return this.#atStart;
  }

  add(event: HistoryEvent): void {
    const started = event.workflowExecutionStartedEventAttributes;
    const searched = event.upsertWorkflowSearchAttributesEventAttributes;
    const noted =
      event.workflowPropertiesModifiedEventAttributes ??
      event.workflowPropertiesModifiedExternallyEventAttributes;
    if (!started && !searched && !noted) return;
    const kept = started ?? {
      searchAttributes: searched?.searchAttributes,
      memo: noted?.upsertedMemo,
    };
    upsert(this.#values, attributesOf(kept, this.#reader));
    if (started) this.#atStart = new Map(this.#values);
    this.#at = Math.max(eventTimeOf(event), this.#at + 1);
  }

  /** @param title - that whoever has started the run gave it */
  told(title: string | undefined): Pick<RunSnapshot, 'attributes'> {
    const value = Object.fromEntries(this.#values);
    if (title) value.summary = title;
    return Object.keys(value).length > 0
      ? { attributes: { at: this.#at, value } }
      : {};
  }
}
