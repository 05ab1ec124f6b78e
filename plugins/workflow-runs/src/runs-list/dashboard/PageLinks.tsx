import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { withQuery } from '../../layout/withQuery';
import { statisticsRouteRef } from '../../routes';
import { SettingsLink } from '../../settings/SettingsLink';
import { MINE } from '../../statistics/statisticsAddress';

const useStyles = makeStyles(
  { root: { display: 'flex', flexWrap: 'wrap', gap: '4px 16px' } },
  { name: 'WorkflowRunsPageLinks' },
);

/** From the list to the numbers, of all runs and of what is red for the reader’s teams, and to the settings. */
export function PageLinks() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const statistics = useRouteRef(statisticsRouteRef)?.() ?? 'statistics';
  return (
    <div className={classes.root}>
      <Link to={withQuery(statistics, { owner: MINE, since: 'P1D' })}>
        {t('statistics.redLink')}
      </Link>
      <Link to={statistics}>{t('statistics.link')}</Link>
      <SettingsLink />
    </div>
  );
}
