import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useFormats,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { formatPercent } from '../layout/formatPercent';
import { fewStyle, outcomeStyle } from './charts/outcomeStyle';
import { PartProps } from './parts';
import { RankedCard } from './RankedCard';
import { only } from './runsQuery';
import { isFew } from './samples';
import { failingWorkflows, WorkflowFigures } from './workflowRanks';

/** Which part of the runs of each workflow fails, the largest first. */
export function FailuresByWorkflow(props: PartProps) {
  const { statistics, runsHref } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const formats = useFormats();
  const workflows = failingWorkflows(statistics.workflows);
  const few = ({ figures }: WorkflowFigures) =>
    isFew(figures.completed + figures.failed);
  return (
    <RankedCard
      title={t('statistics.byWorkflow.failures')}
      note={
        workflows.some(few)
          ? t('statistics.byWorkflow.failuresNote')
          : undefined
      }
      empty={{
        title: t('statistics.causes.empty'),
        hint: t('statistics.causes.emptyHint'),
      }}
      column={t('statistics.columns.workflow')}
      columns={[
        { label: t('statistics.columns.share'), width: 56 },
        { label: t('statistics.columns.failedOf'), width: 104 },
      ]}
      rows={workflows.map(each => {
        const { workflow, figures } = each;
        return {
          id: workflow.id,
          name: workflow.title,
          href: runsHref({ workflow: only(workflow.ref), status: 'failed' }),
          bars: [
            {
              share: figures.failureRate!,
              style: few(each)
                ? fewStyle(colors)
                : outcomeStyle('failed', colors),
            },
          ],
          cells: [
            formatPercent(figures.failureRate),
            t('statistics.having', {
              having: formats.number(figures.failed),
              of: formats.number(figures.completed + figures.failed),
            }),
          ],
        };
      })}
    />
  );
}
