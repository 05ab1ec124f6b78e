import { useState } from 'react';
import DialogContent from '@material-ui/core/DialogContent';
import List from '@material-ui/core/List';
import ListItem from '@material-ui/core/ListItem';
import ListItemText from '@material-ui/core/ListItemText';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EmptyState,
  ErrorState,
  RowsSkeleton,
  useWords,
  useWorkflows,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { SearchField } from '../layout/SearchField';

const MANY = 6;

/** The workflows that may be launched; those that may not say why. */
export function WorkflowPicker(props: { onPick: (ref: string) => void }) {
  const words = useWords();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { workflows, loading, error, reload } = useWorkflows();
  const [search, setSearch] = useState('');
  if (loading) {
    return (
      <DialogContent>
        <RowsSkeleton rows={4} rowHeight={56} onRetry={reload} />
      </DialogContent>
    );
  }
  if (error) {
    return (
      <DialogContent>
        <ErrorState
          error={error}
          title={t('launch.workflowsError')}
          onRetry={reload}
        />
      </DialogContent>
    );
  }
  if (workflows.length === 0) {
    return (
      <DialogContent>
        <EmptyState title={t('launch.noWorkflows')}>
          {t('launch.noWorkflowsHint')}
        </EmptyState>
      </DialogContent>
    );
  }
  const text = search.trim().toLowerCase();
  const found = workflows.filter(workflow =>
    [workflow.title, workflow.name, workflow.description ?? ''].some(each =>
      each.toLowerCase().includes(text),
    ),
  );
  return (
    <DialogContent>
      {workflows.length > MANY && (
        <SearchField
          label={t('launch.search')}
          value={search}
          onChange={setSearch}
          fullWidth
        />
      )}
      {found.length === 0 && (
        <EmptyState dense title={t('launch.noMatch', { text: search })} />
      )}
      <List aria-label={t('launch.choose')}>
        {found.map(workflow => {
          const { allowed, reason } = workflow.allowedActions.launch;
          return (
            <li key={workflow.ref}>
              <ListItem
                button
                component="button"
                style={{
                  width: '100%',
                  borderRadius: 4,
                  cursor: allowed ? undefined : 'not-allowed',
                }}
                aria-disabled={!allowed}
                onClick={() => {
                  if (allowed) props.onPick(workflow.ref);
                }}
              >
                <ListItemText
                  primary={workflow.title}
                  secondary={[
                    allowed ? workflow.description : reason,
                    `${words('engine', workflow.engine)} · v${
                      workflow.version
                    }`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                />
              </ListItem>
            </li>
          );
        })}
      </List>
    </DialogContent>
  );
}
