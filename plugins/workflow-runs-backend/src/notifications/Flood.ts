import { Knex } from 'knex';
import { Due, leaveToWatchers, putOff } from './Outbox';

/** So many of a kind in a while are told one by one. */
const SINGLE = 5;
const WINDOW_MS = 5 * 60_000;

/**
 * Keeps many notifications of a kind from being many for whoever gets them: beyond the first few of five
 * minutes, they wait for its end, and are told as one.
 */
export class Flood {
  readonly #windows = new Map<string, { endsAt: number; sent: number }>();

  constructor(private readonly knex: Knex) {}

  /** Notes that one was sent. */
  sent(due: Due, now: number): void {
    const kind = kindOf(due);
    const window = this.#windows.get(kind);
    if (window && window.endsAt > now) window.sent += 1;
    else this.#windows.set(kind, { endsAt: now + WINDOW_MS, sent: 1 });
  }

  /** What is to be sent now of what is due. */
  async gather(due: Due[], now: number): Promise<Due[]> {
    for (const [kind, { endsAt }] of this.#windows) {
      if (endsAt <= now) this.#windows.delete(kind);
    }
    const single: Due[] = [];
    const kinds = new Map<string, Due[]>();
    for (const each of due) {
      if (!isOfMany(each)) single.push(each);
      else {
        const kind = kindOf(each);
        kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
      }
    }
    for (const [kind, all] of kinds) {
      single.push(
        ...(await this.#gatherKind(all, this.#windows.get(kind), now)),
      );
    }
    return single.sort((a, b) => a.dueAt - b.dueAt);
  }

  async #gatherKind(
    all: Due[],
    window: { endsAt: number; sent: number } | undefined,
    now: number,
  ): Promise<Due[]> {
    if (window && window.sent >= SINGLE) {
      await putOff(
        this.knex,
        all.map(({ scope }) => scope),
        window.endsAt,
      );
      return [];
    }
    if (all.length <= SINGLE) return all;
    await this.#tellTogether(all, now);
    return [];
  }

  async #tellTogether(all: Due[], now: number): Promise<void> {
    const [{ workflowId, environment, topic, content, recipients, runId }] =
      all;
    const workflow = await this.knex('workflows')
      .where({ id: workflowId })
      .first('title', 'engine', 'name');
    const runs = all.reduce((sum, { failures }) => sum + (failures ?? 1), 0);
    const query = new URLSearchParams({
      workflow: `${workflow.engine}/${workflow.name}`,
      environment,
    });
    await leaveToWatchers(
      this.knex,
      all.map(({ scope }) => scope),
    );
    await this.knex('notifications').insert({
      scope: `many:${workflowId}:${environment}:${topic}:${now}`,
      topic,
      run_id: runId,
      workflow_id: workflowId,
      environment,
      content: JSON.stringify({
        ...content,
        title: `${content.title}: ${runs} runs`,
        description: `${workflow.title} · ${environment}`,
        link: `/workflow-runs?${query}`,
      }),
      recipients: JSON.stringify(recipients),
      to_watchers: false,
      actors: '[]',
      revision: 1,
      due_at: now,
      written_at: now,
    });
  }
}

/** Whether there may be many of its kind, of which it is as good to be told together. */
function isOfMany({ recipients, sentTo, scope, topic }: Due): boolean {
  // Each rule is something of its own, and no matter of one workflow.
  const isAlone = scope.startsWith('many:') || topic === 'alert';
  return recipients.length > 0 && sentTo === null && !isAlone;
}

function kindOf({ topic, workflowId, environment, recipients }: Due): string {
  return JSON.stringify([topic, workflowId, environment, recipients]);
}
