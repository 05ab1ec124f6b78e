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
  const title = useSettled(props.title);
  return title === undefined ? null : (
    <Helmet titleTemplate={portal ? `%s | ${portal}` : '%s'} title={title} />
  );
}

/** The same within a tab of an entity's page, which says what comes before and behind it. */
export function TabTitle(props: { title: string }) {
  const title = useSettled(props.title);
  return title === undefined ? null : <Helmet title={title} />;
}

function useSettled(title: string): string | undefined {
  const [settled, setSettled] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(title), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [title]);
  return settled;
}
