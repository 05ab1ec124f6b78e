/** What happens to a tab of the browser. */
export type TabEvent = 'hidden' | 'shown' | 'offline' | 'online';

/** The tab that we are shown in. */
export interface Tab {
  isHidden(): boolean;
  /** @returns how to listen no more */
  subscribe(listener: (event: TabEvent) => void): () => void;
}

/** The tab of a browser. */
export const browserTab: Tab = {
  isHidden: () => document.visibilityState === 'hidden',
  subscribe: listener => {
    const seen = () => listener(browserTab.isHidden() ? 'hidden' : 'shown');
    const online = () => listener('online');
    const offline = () => listener('offline');
    document.addEventListener('visibilitychange', seen);
    window.addEventListener('online', online);
    window.addEventListener('offline', offline);
    return () => {
      document.removeEventListener('visibilitychange', seen);
      window.removeEventListener('online', online);
      window.removeEventListener('offline', offline);
    };
  },
};
