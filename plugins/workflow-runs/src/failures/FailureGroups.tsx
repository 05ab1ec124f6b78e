import { Link } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { FailureFilter } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  useFailureGroups,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { CardTitle } from '../layout/CardTitle';
import { PanelBody } from '../layout/PanelBody';
import { FailureTable } from './FailureTable';
import { useFailureLinks } from './useFailureLinks';

const MOST = 5;

/** A card with the failures that belong together of what a filter names, whatever was said of them. */
export function FailureGroups(props: { filter: FailureFilter }) {
  const { filter } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const links = useFailureLinks();
  const source = useFailureGroups(filter, { limit: MOST });
  const title = t('failures.title');
  return (
    <Card label={title}>
      <CardTitle
        title={title}
        scope={source.hasMore ? t('failures.latest') : undefined}
      >
        <Link to={links.list(filter)}>{t('failures.all')}</Link>
      </CardTitle>
      <PanelBody
        source={source}
        title={t('failures.error')}
        rows={3}
        empty={
          source.groups.length === 0 ? (
            <EmptyState dense title={t('failures.none')}>
              {t('failures.noneHint')}
            </EmptyState>
          ) : undefined
        }
      >
        <FailureTable groups={source.groups} />
      </PanelBody>
    </Card>
  );
}
