import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SavedView } from 'backstage-plugin-workflow-runs-common';
import {
  useSavedView,
  useViewChanges,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { DeleteViewDialog } from './DeleteViewDialog';
import { Me } from './useMe';
import { requestOf, ViewContent, ViewDetails } from './viewContent';
import { ViewDialog } from './ViewDialog';

/** What is to be done about views. */
export type ViewTask = 'create' | 'save' | 'rename' | 'delete';

const nameless: ViewDetails = { name: '', description: '', owner: '' };

/** Carries out what the reader wants of a view, and says where it cannot be. */
export function SavedViewDialogs(props: {
  task: ViewTask;
  view: SavedView | undefined;
  content: ViewContent;
  me: Me;
  onOpen: (viewId: string | null) => void;
  onClose: () => void;
}) {
  const { task, view, content, me, onOpen, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const { create, change, remove } = useViewChanges();
  const { reload } = useSavedView(view?.id ?? null);

  if (task === 'create' || !view) {
    return (
      <ViewDialog
        title={t('views.createTitle')}
        hint={t('views.saveHint')}
        details={nameless}
        me={me}
        error={create.error}
        busy={create.isPending}
        onClose={onClose}
        onSave={details =>
          create.mutate(requestOf(details, content), {
            onSuccess: saved => {
              onClose();
              onOpen(saved.id);
            },
          })
        }
      />
    );
  }
  if (task === 'delete') {
    return (
      <DeleteViewDialog
        view={view}
        error={remove.error}
        busy={remove.isPending}
        onClose={onClose}
        onDelete={() => {
          remove.mutate(view.id, {
            onSuccess: () => {
              onClose();
              onOpen(null);
            },
          });
        }}
      />
    );
  }
  return (
    <ViewDialog
      // Once it is loaded anew, it starts from what others have made of it.
      key={view.version}
      title={task === 'rename' ? t('views.renameTitle') : t('views.saveTitle')}
      hint={task === 'rename' ? t('views.renameHint') : t('views.saveHint')}
      details={{
        name: view.name,
        description: view.description,
        owner: view.mine ? '' : view.owner,
      }}
      me={me}
      error={change.error}
      busy={change.isPending}
      onClose={onClose}
      onReload={() => {
        change.reset();
        reload();
      }}
      onSave={details => {
        const kept =
          task === 'rename'
            ? view
            : { ...content, columns: content.columns ?? view.columns };
        // Without an owner it would stay with the one that it has.
        const owner = details.owner || me.ref;
        change.mutate(
          {
            viewId: view.id,
            change: {
              ...requestOf({ ...details, owner }, kept),
              version: view.version,
            },
          },
          {
            onSuccess: saved => {
              onClose();
              if (task === 'save') onOpen(saved.id);
            },
          },
        );
      }}
    />
  );
}
