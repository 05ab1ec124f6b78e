import { useDeferredValue, useMemo, useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  hasRedactions,
  RunSnapshot,
  statusColorsOf,
  usePayloads,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { PanelBody } from '../layout/PanelBody';
import { SearchField } from '../layout/SearchField';
import { useDeletedPart } from '../retention/useDeletedPart';
import { findInPayloads, payloadGroups } from './payloadGroups';
import { Attributes } from './Attributes';
import { PayloadGroupSection } from './PayloadGroupSection';

const useStyles = makeStyles(
  theme => ({
    root: { padding: '12px 20px 20px', display: 'grid', gap: 12 },
    bar: {
      display: 'flex',
      flexWrap: 'wrap',
      alignItems: 'center',
      gap: 12,
      fontSize: 12,
      color: statusColorsOf(theme).quiet,
      fontVariantNumeric: 'tabular-nums',
    },
    hint: { marginLeft: 'auto' },
  }),
  { name: 'WorkflowRunsRunPayloads' },
);

/** Input and output of a run, and of its steps where the backend sends them along. */
export function RunPayloadsPanel(props: { snapshot: RunSnapshot }) {
  const { run, steps, attributes = null } = props.snapshot;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const source = usePayloads(run.id);
  const { items } = source;
  const deleted = useDeletedPart(run, 'io');
  const [text, setText] = useState('');
  const search = useDeferredValue(text).trim();
  const names = useMemo(
    () => new Map(steps.map(step => [step.stepKey, step.name])),
    [steps],
  );
  const groups = useMemo(
    () => payloadGroups(items, [...names.keys()]),
    [items, names],
  );
  const redacted = useMemo(
    () => items.some(({ value }) => hasRedactions(value)),
    [items],
  );
  const found = useMemo(
    () => (search === '' ? undefined : findInPayloads(groups, search)),
    [groups, search],
  );
  const shown = found
    ? groups.filter(({ key }) => found.keys.has(key))
    : groups;
  return (
    <PanelBody
      source={source}
      title={t('io.error')}
      rows={6}
      empty={
        items.length === 0 && attributes === null ? (
          <EmptyState dense title={deleted?.title ?? t('io.empty')}>
            {deleted?.hint ?? t('io.emptyHint')}
          </EmptyState>
        ) : undefined
      }
    >
      <div className={classes.root}>
        <div className={classes.bar}>
          <SearchField label={t('io.search')} value={text} onChange={setText} />
          {found && found.lines > 0 && (
            <span role="status">
              {t('io.found', {
                count: found.lines,
                values: t('io.values', { count: found.values }),
              })}
            </span>
          )}
          {redacted && (
            <span className={classes.hint}>{t('io.redactedHint')}</span>
          )}
        </div>
        {found && found.lines === 0 && (
          <EmptyState dense title={t('io.noneFound', { text: search })} />
        )}
        {shown.map(group => (
          <PayloadGroupSection
            // What was opened by a search is as before once it is over.
            key={`${group.key ?? ''}/${found ? 'found' : 'all'}`}
            runId={run.id}
            group={group}
            name={
              group.key === null
                ? t('io.ofRun')
                : names.get(group.key) ?? group.key
            }
            search={search}
            opened={group.key === null || found !== undefined}
          />
        ))}
        {attributes && <Attributes value={attributes} search={search} />}
      </div>
    </PanelBody>
  );
}
