import { useEffect, useRef } from 'react';

/** Where keys are typed. */
const FIELDS = 'textarea, select, input:not([type="checkbox"])';

/** Calls back when a key is pressed on the page: where nobody is typing, and nothing lies above the page. */
export function usePageKey(key: '/' | 'Escape', onKey: () => void): void {
  const latest = useRef(onKey);
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.isContentEditable || target.matches(FIELDS);
      if (event.key !== key || typing || event.ctrlKey || event.metaKey) return;
      if (event.defaultPrevented) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [key]);
}
