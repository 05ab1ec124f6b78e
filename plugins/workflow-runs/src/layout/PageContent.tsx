import { ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { sizes } from 'backstage-plugin-workflow-runs-react';
import { Surface } from './Surface';

const useStyles = makeStyles(
  {
    root: {
      boxSizing: 'border-box',
      width: '100%',
      maxWidth: 1760,
      margin: '0 auto',
      padding: `0 ${sizes.gutter}px 32px`,
    },
  },
  { name: 'WorkflowRunsPageContent' },
);

/** The part of a page that is ours, below the portal's header. */
export function PageContent(props: { children: ReactNode }) {
  return (
    <main className={useStyles().root}>
      <Surface>{props.children}</Surface>
    </main>
  );
}
