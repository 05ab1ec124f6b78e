import { Entity } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { WORKFLOW_ANNOTATION } from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { rollUpKindOf } from './catalogWorkflows';

/** Nothing belongs to the entity; says what would. */
export function NoWorkflows(props: { entity: Entity }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const kind = rollUpKindOf(props.entity) ?? 'system';
  return (
    <Card>
      <EmptyState title={t(`rolledUp.empty.${kind}`)}>
        {t(`rolledUp.emptyHint.${kind}`, { annotation: WORKFLOW_ANNOTATION })}
      </EmptyState>
    </Card>
  );
}
