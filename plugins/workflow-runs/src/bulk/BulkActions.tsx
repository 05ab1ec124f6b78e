import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  BulkAction,
  BulkJob,
  MAX_BULK_RUN_IDS,
  Run,
  RunFilter,
} from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  BulkChoice,
  useFormats,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { ActionsMenu } from '../layout/ActionsMenu';
import { Selection } from '../runs-list/list/selection';
import { BulkDialog } from './BulkDialog';
import { BULK_ACTIONS, bulkOffers } from './bulkOffers';

/** Those that have a button of their own; the others are behind three dots. */
const BUTTONS: readonly BulkAction[] = ['retry', 'rerun', 'cancel'];

const useStyles = makeStyles(
  {
    // Among words, a grey box would be louder than what can be done.
    action: { '&&[aria-disabled="true"]': { backgroundColor: 'transparent' } },
  },
  { name: 'WorkflowRunsBulkActions' },
);

/** Buttons for what can be done to the selected runs, and the dialog that says beforehand what that is. */
export function BulkActions(props: {
  selection: Selection;
  shown: readonly Run[];
  filter: RunFilter;
  /** How many are meant, as people read it. */
  count: string;
  hrefOf: (runId: string) => string;
  onStarted: (job: BulkJob) => void;
}) {
  const { selection, shown, filter, count, hrefOf, onStarted } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const formats = useFormats();
  const [asked, setAsked] = useState<{
    action: BulkAction;
    choice: BulkChoice;
    opener: HTMLElement | null;
  }>();
  const offers = bulkOffers(shown, selection);
  if (!offers) return null;

  const isTooMany = !selection.all && selection.ids.size > MAX_BULK_RUN_IDS;
  const offerOf = (action: BulkAction) =>
    isTooMany
      ? {
          allowed: false,
          reason: t('bulk.tooMany', {
            most: formats.number(MAX_BULK_RUN_IDS),
          }),
        }
      : offers[action];
  const ask = (action: BulkAction, opener: HTMLElement | null) =>
    setAsked({
      action,
      // What is asked is about these, whatever is selected meanwhile.
      choice: selection.all ? { filter } : { runIds: [...selection.ids] },
      opener,
    });
  return (
    <>
      {BUTTONS.map(action => (
        <ActionButton
          key={action}
          size="small"
          color="primary"
          className={classes.action}
          action={offerOf(action)}
          onClick={event => ask(action, event.currentTarget)}
        >
          {t(`bulk.actions.${action}`)}
        </ActionButton>
      ))}
      <ActionsMenu
        label={t('bulk.more')}
        size="small"
        items={BULK_ACTIONS.filter(action => !BUTTONS.includes(action)).map(
          action => ({
            id: action,
            label: t(`bulk.actions.${action}`),
            action: offerOf(action),
            divided: action === 'terminate',
            tone: action === 'terminate' ? ('danger' as const) : undefined,
            onChoose: opener => ask(action, opener),
          }),
        )}
      />
      {asked && (
        <BulkDialog
          action={asked.action}
          choice={asked.choice}
          count={count}
          hrefOf={hrefOf}
          onStarted={job => {
            setAsked(undefined);
            onStarted(job);
          }}
          onClose={() => {
            setAsked(undefined);
            // The dialog has to be gone first: until then it keeps the focus.
            setTimeout(() => asked.opener?.focus());
          }}
        />
      )}
    </>
  );
}
