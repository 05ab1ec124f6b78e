import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { settingsRouteRef } from '../routes';
import { useAllowedSections } from './useAllowedSections';

/** From the list to the settings, for who may see any of them. */
export function SettingsLink() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const root = useRouteRef(settingsRouteRef)?.() ?? 'settings';
  const allowed = useAllowedSections();
  if (!allowed?.length) return null;
  return <Link to={root}>{t('settings.title')}</Link>;
}
