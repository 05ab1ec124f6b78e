import { useEffect, useState } from 'react';
import { Helmet } from 'react-helmet';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

/**
 * Of titles that follow one another faster, only the last is shown, in milliseconds: Backstage's counter of
 * notifications puts back an older one where two come within 100 ms.
 */
const SETTLE_MS = 200;

/** What the browser's tab says on a page of ours: what it shows, then the name of the portal. */
export function DocumentTitle(props: { title: string }) {
  const portal = useApi(configApiRef).getOptionalString('app.title');
  const title = portal ? `${props.title} | ${portal}` : props.title;
  useSettled(title, settled => {
    document.title = settled;
  });
  return null;
}

/** The same within a tab of an entity's page, which says what comes before and behind it. */
export function TabTitle(props: { title: string }) {
  const [title, setTitle] = useState<string>();
  useSettled(props.title, setTitle);
  return title === undefined ? null : <Helmet title={title} />;
}

function useSettled(title: string, show: (title: string) => void): void {
  useEffect(() => {
    const timer = setTimeout(() => show(title), SETTLE_MS);
    return () => clearTimeout(timer);
    // Only a title that changes is shown anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [title]);
}
