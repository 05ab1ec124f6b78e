import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RetentionAmount } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Column, DataTable } from '../layout/DataTable';
import { useRetentionWords } from './useRetentionWords';

/** What goes of each class, tenant and status. */
export function Amounts(props: {
  label: string;
  amounts: (RetentionAmount & { isEstimated?: boolean })[];
}) {
  const { label, amounts } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const words = useRetentionWords();
  const statusWords = useWords();
  const about = (value: string, isEstimated = false) =>
    isEstimated ? t('retention.estimated', { value }) : value;
  const columns: Column<(typeof amounts)[number]>[] = [
    {
      id: 'what',
      label: t('retention.what'),
      cell: each => t(`retention.class.${each.class}`),
    },
    {
      id: 'tenant',
      label: t('retention.tenant'),
      cell: each => <bdi>{each.tenantId}</bdi>,
    },
    {
      id: 'status',
      label: t('retention.status'),
      cell: each => (each.status ? statusWords('status', each.status) : '–'),
    },
    {
      id: 'runs',
      label: t('retention.runs'),
      number: true,
      cell: each => (each.runs > 0 ? formats.number(each.runs) : '–'),
    },
    {
      id: 'rows',
      label: t('retention.rows'),
      number: true,
      cell: each => about(formats.number(each.rows), each.isEstimated),
    },
    {
      id: 'bytes',
      label: t('retention.bytes'),
      number: true,
      cell: each => about(words.bytes(each.bytes), each.isEstimated),
    },
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      items={amounts}
      idOf={each => JSON.stringify([each.class, each.tenantId, each.status])}
    />
  );
}
