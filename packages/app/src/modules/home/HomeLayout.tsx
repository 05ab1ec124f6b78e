import { Fragment } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { Content, Header, Page } from '@backstage/core-components';
import { HomePageLayoutProps } from '@backstage/plugin-home-react/alpha';

const useStyles = makeStyles(theme => ({
  widgets: { display: 'grid', gap: theme.spacing(3) },
}));

/** The widgets one below the other: nothing to arrange, and none in a box that is too small for it. */
export function HomeLayout({ widgets }: HomePageLayoutProps) {
  const classes = useStyles();
  const title = useApi(configApiRef).getOptionalString('app.title') ?? 'Portal';
  return (
    <Page themeId="home">
      <Header title={title} pageTitleOverride="Home" />
      <Content>
        <div className={classes.widgets}>
          {widgets.map(({ node, component }) => (
            <Fragment key={node.spec.id}>{component}</Fragment>
          ))}
        </div>
      </Content>
    </Page>
  );
}
