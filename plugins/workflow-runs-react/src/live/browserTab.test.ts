import { TabEvent } from 'backstage-plugin-workflow-runs-common';
import { browserTab } from './browserTab';

let visibility: DocumentVisibilityState = 'visible';

beforeEach(() => {
  visibility = 'visible';
  jest
    .spyOn(document, 'visibilityState', 'get')
    .mockImplementation(() => visibility);
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('browserTab', () => {
  it('tells whether somebody sees it, and whether there is a network, until nobody listens', () => {
    const events: TabEvent[] = [];
    const leave = browserTab.subscribe(event => events.push(event));
    const happen = () => {
      visibility = 'hidden';
      document.dispatchEvent(new Event('visibilitychange'));
      expect(browserTab.isHidden()).toBe(true);
      visibility = 'visible';
      document.dispatchEvent(new Event('visibilitychange'));
      expect(browserTab.isHidden()).toBe(false);
      window.dispatchEvent(new Event('offline'));
      window.dispatchEvent(new Event('online'));
    };
    happen();
    leave();
    happen();
    expect(events).toEqual(['hidden', 'shown', 'offline', 'online']);
  });
});
