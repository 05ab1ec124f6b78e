import { Suspense } from 'react';
import { Navigate, useNavigate, useParams } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import {
  BreadcrumbEntry,
  useRouteRef,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  ForbiddenState,
  RowsSkeleton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { CardBoundary } from '../layout/Boundary';
import { Card } from '../layout/Card';
import { DocumentTitle } from '../layout/DocumentTitle';
import { LineTabPanel, LineTabs } from '../layout/LineTabs';
import { settingsRouteRef } from '../routes';
import { sections } from './sections';
import { useAllowedSections } from './useAllowedSections';

const TABS = 'workflow-runs-settings';

const useStyles = makeStyles(
  { head: { marginBottom: 12 } },
  { name: 'WorkflowRunsSettingsPage' },
);

/** What admins and auditors look after: a tab for each section that the reader may see. */
export function SettingsPage() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const navigate = useNavigate();
  const root = useRouteRef(settingsRouteRef)?.() ?? '/workflow-runs/settings';
  const { '*': id } = useParams();
  const allowed = useAllowedSections();
  const loading = (
    <Card>
      <RowsSkeleton rows={8} rowHeight={40} />
    </Card>
  );
  if (!allowed) return loading;
  const current = allowed.find(each => each.id === id);
  if (!current) {
    const refused = sections.find(each => each.id === id);
    if (!refused && allowed[0])
      return <Navigate to={`${root}/${allowed[0].id}`} replace />;
    return (
      <ForbiddenState permission={(refused ?? sections[0])?.permission.name} />
    );
  }
  const { Page } = current;
  return (
    <BreadcrumbEntry entry={{ label: t('settings.title'), href: root }}>
      <DocumentTitle title={`${t(current.label)} · ${t('settings.title')}`} />
      <div className={classes.head}>
        <LineTabs
          idPrefix={TABS}
          label={t('settings.title')}
          value={current.id}
          onChange={next => navigate(`${root}/${next}`)}
          tabs={allowed.map(each => ({ id: each.id, label: t(each.label) }))}
        />
      </div>
      <LineTabPanel id={current.id} idPrefix={TABS}>
        <CardBoundary key={current.id} part={t(current.label)}>
          <Suspense fallback={loading}>
            <Page />
          </Suspense>
        </CardBoundary>
      </LineTabPanel>
    </BreadcrumbEntry>
  );
}
