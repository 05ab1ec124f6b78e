import { Helmet } from 'react-helmet';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';

/** What the browser's tab says on a page of ours: what it shows, then the name of the portal. */
export function DocumentTitle(props: { title: string }) {
  const portal = useApi(configApiRef).getOptionalString('app.title');
  return (
    <Helmet
      titleTemplate={portal ? `%s | ${portal}` : '%s'}
      title={props.title}
    />
  );
}

/** The same within a tab of an entity's page, which says what comes before and behind it. */
export function TabTitle(props: { title: string }) {
  return <Helmet title={props.title} />;
}
