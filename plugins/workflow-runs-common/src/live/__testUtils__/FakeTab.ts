import { Tab, TabEvent } from '../tab';

/** A tab that does what a test tells it. */
export class FakeTab implements Tab {
  hidden = false;
  readonly listeners = new Set<(event: TabEvent) => void>();

  isHidden = () => this.hidden;

  subscribe = (listener: (event: TabEvent) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  become(event: TabEvent): void {
    if (event === 'hidden' || event === 'shown') {
      this.hidden = event === 'hidden';
    }
    this.listeners.forEach(listener => listener(event));
  }
}
