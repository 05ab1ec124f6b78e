import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DetectorInfo } from 'backstage-plugin-workflow-runs-common';
import {
  monospace,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DataTable } from '../layout/DataTable';

/** What is looked for in every text, whatever the policies say. */
export function DetectorsTable(props: { detectors: DetectorInfo[] }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <DataTable
      label={t('privacy.detectors')}
      items={props.detectors}
      idOf={({ id }) => id}
      columns={[
        {
          id: 'id',
          label: t('privacy.detector'),
          cell: ({ id }) => (
            <span style={{ fontFamily: monospace, fontSize: 12 }}>{id}</span>
          ),
        },
        {
          id: 'kind',
          label: t('privacy.detectorKind'),
          width: '22%',
          cell: ({ isSecret }) =>
            isSecret ? t('privacy.secret') : t('privacy.personal'),
        },
        {
          id: 'treatment',
          label: t('privacy.detectorTreatment'),
          width: '56%',
          cell: ({ isSecret, treatment }) =>
            isSecret
              ? t('privacy.detectorAlways')
              : t(`privacy.treatment.${treatment}`),
        },
      ]}
    />
  );
}
