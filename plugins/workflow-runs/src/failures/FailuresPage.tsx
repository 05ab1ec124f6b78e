import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { makeStyles } from '@material-ui/core/styles';
import {
  BreadcrumbEntry,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  FailureFilter,
  failureFilterSchema,
  FailureState,
  failureStateSchema,
} from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  TextButton,
  useFailureGroups,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { DocumentTitle } from '../layout/DocumentTitle';
import { LineTabPanel, LineTabs } from '../layout/LineTabs';
import { PanelBody } from '../layout/PanelBody';
import { FailureScope } from './FailureScope';
import { FailureTable } from './FailureTable';
import { useFailureLinks } from './useFailureLinks';

const PAGE = 20;
const MOST = 100;
const TABS = 'workflow-runs-failures';

type Tab = FailureState | 'all';

const useStyles = makeStyles(
  { head: { marginBottom: 12 }, more: { padding: '8px 12px' } },
  { name: 'WorkflowRunsFailuresPage' },
);

/** All failures that belong together, of what the reader may see. */
export function FailuresPage() {
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const links = useFailureLinks();
  const [params, setParams] = useSearchParams();
  const [limit, setLimit] = useState(PAGE);
  const tab = tabOf(params);
  const filter = filterOf(params);
  const source = useFailureGroups(
    tab === 'all' ? filter : { ...filter, state: [tab] },
    { limit },
  );
  const show = (next: Tab) => {
    setLimit(PAGE);
    setParams(before => {
      const after = new URLSearchParams(before);
      after.set('state', next);
      return after;
    });
  };
  const tabs: Tab[] = [...failureStateSchema.options, 'all'];
  const page = (
    <>
      <DocumentTitle title={t('failures.title')} />
      <div className={classes.head}>
        <LineTabs<Tab>
          idPrefix={TABS}
          label={t('failures.states')}
          value={tab}
          onChange={show}
          tabs={tabs.map(id => ({
            id,
            label:
              id === 'all'
                ? t('failures.allStates')
                : words('failureState', id),
          }))}
        />
      </div>
      <LineTabPanel id={tab} idPrefix={TABS}>
        <FailureScope
          filter={filter}
          onClear={() => setParams({ state: tab })}
        />
        <Card label={t('failures.title')}>
          <PanelBody
            source={source}
            title={t('failures.error')}
            rows={6}
            empty={
              source.groups.length === 0 ? (
                <EmptyState title={t(`failures.empty.${tab}`)}>
                  {t('failures.noneHint')}
                </EmptyState>
              ) : undefined
            }
          >
            <FailureTable groups={source.groups} withWorkflow />
            {source.hasMore && (
              <div className={classes.more}>
                {limit < MOST ? (
                  <TextButton
                    size="small"
                    color="primary"
                    onClick={() => setLimit(limit + PAGE)}
                  >
                    {t('failures.more')}
                  </TextButton>
                ) : (
                  t('failures.tooMany', { most: String(MOST) })
                )}
              </div>
            )}
          </PanelBody>
        </Card>
      </LineTabPanel>
    </>
  );
  return (
    <BreadcrumbEntry entry={{ label: t('failures.title'), href: links.list() }}>
      {page}
    </BreadcrumbEntry>
  );
}

function tabOf(params: URLSearchParams): Tab {
  const state = params.get('state');
  if (state === 'all') return 'all';
  return failureStateSchema.safeParse(state).data ?? 'open';
}

/** What the address narrows the list to; what is none of it is left out. */
function filterOf(params: URLSearchParams): FailureFilter {
  const names = Object.keys(failureFilterSchema.shape).filter(
    name => name !== 'state' && params.get(name),
  );
  const parsed = failureFilterSchema.safeParse(
    Object.fromEntries(names.map(name => [name, params.get(name)])),
  );
  return parsed.data ?? {};
}
