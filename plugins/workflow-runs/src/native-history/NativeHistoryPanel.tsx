import { useDeferredValue, useMemo, useState } from 'react';
import IconButton from '@material-ui/core/IconButton';
import GetApp from '@material-ui/icons/GetApp';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  describeError,
  EmptyState,
  RunSnapshot,
  statusColorsOf,
  TextButton,
  Timestamp,
  useFormats,
  useNativeHistory,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PanelBody } from '../layout/PanelBody';
import { saveFile } from '../layout/saveFile';
import { SearchField } from '../layout/SearchField';
import { findEvents, readNativeEvent } from './nativeEvent';
import { NativeEventList } from './NativeEventList';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '12px 20px 20px', display: 'grid', gap: 12 },
    bar: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: '8px 12px',
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    tools: {
      display: 'flex',
      alignItems: 'center',
      gap: 4,
      marginLeft: 'auto',
    },
    icon: { padding: 4, '& svg': { fontSize: 18 } },
    note: { margin: 0, fontSize: 12, color: statusColorsOf(theme).quiet },
  }),
  { name: 'WorkflowRunsNativeHistory' },
);

/** What the engine of a run has recorded of it, as it has recorded it: fetched while somebody looks, and not kept. */
export function NativeHistoryPanel(props: { snapshot: RunSnapshot }) {
  const { run } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const source = useNativeHistory(run.id);
  const { items } = source;
  const [text, setText] = useState('');
  const search = useDeferredValue(text).trim();
  // The list of the pages is made anew with each look at it.
  const last = items.at(-1);
  const events = useMemo(
    () => items.map(readNativeEvent),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [items.length, last],
  );
  const shown = useMemo(
    () => (search === '' ? events : findEvents(events, search)),
    [events, search],
  );
  const problem = describeError(source.error);
  if (problem.kind === 'notFound' && items.length === 0) {
    return (
      <EmptyState dense title={t('native.gone')}>
        {problem.message}
      </EmptyState>
    );
  }
  const asText = () => JSON.stringify(items, null, 2);
  const number = (value: number) => formats.number(value);
  return (
    <PanelBody
      source={source}
      title={t('native.error')}
      rows={6}
      empty={
        items.length === 0 ? (
          <EmptyState dense title={t('native.empty')}>
            {t('native.emptyHint')}
          </EmptyState>
        ) : undefined
      }
    >
      <div className={classes.root}>
        <div className={classes.bar}>
          <SearchField
            label={t('native.search')}
            value={text}
            onChange={setText}
          />
          <span role="status">
            {search === ''
              ? t('native.loaded', { count: items.length })
              : t('native.found', {
                  found: number(shown.length),
                  loaded: number(items.length),
                })}
          </span>
          <span className={classes.tools}>
            <TextButton size="small" onClick={source.reload}>
              {t('native.again')}
            </TextButton>
            <CopyButton text={asText} label={t('native.copy')} />
            <IconButton
              size="small"
              className={classes.icon}
              aria-label={t('native.download')}
              title={t('native.download')}
              onClick={() =>
                saveFile(
                  new Blob([asText()], { type: 'application/json' }),
                  `${run.id}-native-history.json`,
                )
              }
            >
              <GetApp />
            </IconButton>
          </span>
        </div>
        <p className={classes.note}>
          {t('native.note')}{' '}
          {t('native.asOf', {
            time: (
              <Timestamp
                value={new Date(source.updatedAt).toISOString()}
                format="time"
              />
            ),
          })}
        </p>
        {shown.length === 0 ? (
          <EmptyState dense title={t('native.noneFound', { text: search })}>
            {source.hasMore && t('native.noneFoundHint')}
          </EmptyState>
        ) : (
          <NativeEventList
            // Which are open is of the list that they were opened in.
            key={search}
            events={shown}
            search={search}
          />
        )}
        {source.hasMore && (
          <div>
            <TextButton
              size="small"
              color="primary"
              disabled={source.loadingMore}
              onClick={source.loadMore}
            >
              {source.loadingMore
                ? t('native.loadingMore')
                : t('native.loadMore')}
            </TextButton>
          </div>
        )}
      </div>
    </PanelBody>
  );
}
