import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Run } from 'backstage-plugin-workflow-runs-common';
import {
  useFormats,
  useRunKept,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

/** What an empty part of a run says where retention has deleted it; undefined where it has not. */
export function useDeletedPart(
  run: Pick<Run, 'id' | 'status'>,
  part: 'logs' | 'io' | 'artifacts',
): { title: string; hint: string } | undefined {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const kept = useRunKept(run)?.classes.find(each => each.class === part);
  if (!kept?.deletedAt) return undefined;
  return {
    title: t(`retention.gone.${part}`),
    hint: t('retention.goneHint', { time: formats.absolute(kept.deletedAt) }),
  };
}
