import { Tab } from 'backstage-plugin-workflow-runs-common';

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
