/** What happens to the tab of a browser, or to what else shows runs to somebody. @public */
export type TabEvent = 'hidden' | 'shown' | 'offline' | 'online';

/** Where somebody looks at runs. @public */
export interface Tab {
  isHidden(): boolean;
  /** @returns how to listen no more */
  subscribe(listener: (event: TabEvent) => void): () => void;
}
