import IconButton from '@material-ui/core/IconButton';
import KeyboardArrowDown from '@material-ui/icons/KeyboardArrowDown';
import KeyboardArrowUp from '@material-ui/icons/KeyboardArrowUp';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { SearchField } from '../layout/SearchField';
import { LogSearchResult } from './useLogSearch';

/** Searches a log: how often it was found, and the way from one to the next. */
export function LogSearch(props: { search: LogSearchResult }) {
  const { text, setText, total, position, step } = props.search;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  return (
    <>
      <SearchField
        label={t('logs.search')}
        value={text}
        onChange={setText}
        onStep={step}
      />
      {text.trim() !== '' && (
        <>
          <span role="status">
            {total === 0
              ? t('logs.matchesNone')
              : t('logs.matches', {
                  current: String(position + 1),
                  total: String(total),
                })}
          </span>
          <IconButton
            size="small"
            disabled={total === 0}
            aria-label={t('logs.previous')}
            title={t('logs.previous')}
            onClick={() => step(-1)}
          >
            <KeyboardArrowUp style={{ fontSize: 18 }} />
          </IconButton>
          <IconButton
            size="small"
            disabled={total === 0}
            aria-label={t('logs.next')}
            title={t('logs.next')}
            onClick={() => step(1)}
          >
            <KeyboardArrowDown style={{ fontSize: 18 }} />
          </IconButton>
        </>
      )}
    </>
  );
}
