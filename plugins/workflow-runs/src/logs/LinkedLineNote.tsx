import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { LogLine } from 'backstage-plugin-workflow-runs-common';
import {
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';

/** Says what is not to be seen in a log: its beginning, and the line that a link leads to. */
export function LinkedLineNote(props: {
  lines: readonly LogLine[];
  /** A line that is linked to and not shown. */
  line: number | undefined;
  ended: boolean;
  onShowAll: () => void;
}) {
  const { lines, line, ended, onShowAll } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const removed = (lines[0]?.sequence ?? 1) - 1;
  const isFiltered = lines.some(each => each.sequence === line);
  const words = { line: String(line) };
  return (
    <>
      {removed > 0 && (
        <Notice tone="skipped">
          {t('logs.first', { number: String(removed) })}
        </Notice>
      )}
      {line !== undefined && (
        <Notice tone="waiting" role="status">
          {isFiltered && (
            <>
              {t('logs.hidden', words)}{' '}
              <TextButton size="small" onClick={onShowAll}>
                {t('logs.showAll')}
              </TextButton>
            </>
          )}
          {!isFiltered &&
            (ended ? t('logs.notThere', words) : t('logs.notThereYet', words))}
        </Notice>
      )}
    </>
  );
}
