import { LIVE_CHANNEL } from 'backstage-plugin-workflow-runs-common';
import { HintSource } from '../LiveHints';

/** Signals that carry what a test sends. */
export class FakeSignals implements HintSource {
  private readonly listeners = new Set<(message: {}) => void>();

  get count(): number {
    return this.listeners.size;
  }

  subscribe(channel: string, onMessage: (message: {}) => void) {
    if (channel !== LIVE_CHANNEL) throw new Error(`Nobody is on ${channel}`);
    this.listeners.add(onMessage);
    return { unsubscribe: () => this.listeners.delete(onMessage) };
  }

  send(message: {}): void {
    for (const listener of this.listeners) listener(message);
  }

  /** A hint of runs; of none is what greets whoever asks. */
  hint(...runIds: string[]): void {
    this.send({ runIds, position: 1 });
  }
}
