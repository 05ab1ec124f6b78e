import { ReactNode, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import MenuItem from '@material-ui/core/MenuItem';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../../layout/dialogActions';
import { entityName } from '../../layout/entityName';
import { focusOnOpen } from '../../layout/focusOnOpen';
import { Notice } from '../../layout/Notice';
import { OperationField } from '../../operate/fields';
import { Me } from './useMe';
import { ViewDetails } from './viewContent';

/** How the API names the field that a conflict is about. */
const NAME_TAKEN = /^name:/;
const CHANGED = /^version:/;

/** Asks how a view is to be called, and whose it is to be. */
export function ViewDialog(props: {
  title: string;
  hint: ReactNode;
  details: ViewDetails;
  me: Me;
  error: unknown;
  busy: boolean;
  onSave: (details: ViewDetails) => void;
  /** Loads the view as others have left it. */
  onReload?: () => void;
  onClose: () => void;
}) {
  const { title, hint, me, error, busy, onSave, onReload, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [details, setDetails] = useState(props.details);
  const change = (next: Partial<ViewDetails>) =>
    setDetails({ ...details, ...next });
  const failure = error ? describeError(error) : undefined;
  const taken =
    failure?.kind === 'conflict' && NAME_TAKEN.test(failure.message);
  const owners = [...new Set([...me.groups, details.owner].filter(Boolean))];
  const id = 'workflow-runs-view';
  return (
    <Dialog
      open
      fullWidth
      maxWidth="xs"
      onClose={onClose}
      aria-labelledby={`${id}-title`}
    >
      <form
        onSubmit={event => {
          event.preventDefault();
          onSave({ ...details, name: details.name.trim() });
        }}
      >
        <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
        <DialogContent
          style={{ display: 'flex', flexDirection: 'column', gap: 16 }}
        >
          <div>{hint}</div>
          <OperationField
            inputRef={focusOnOpen}
            required
            id={`${id}-name`}
            label={t('views.name')}
            value={details.name}
            onChange={name => change({ name })}
            error={taken ? t('views.nameTaken') : undefined}
            inputProps={{ maxLength: 100 }}
          />
          <OperationField
            id={`${id}-description`}
            multiline
            maxRows={4}
            label={t('views.description')}
            value={details.description}
            onChange={description => change({ description })}
            inputProps={{ maxLength: 1_000 }}
          />
          <OperationField
            select
            id={`${id}-owner`}
            label={t('views.owner')}
            helperText={
              details.owner ? t('views.ownerGroupHint') : t('views.ownerMeHint')
            }
            value={details.owner}
            onChange={owner => change({ owner })}
            SelectProps={{ displayEmpty: true }}
            InputLabelProps={{ shrink: true }}
          >
            <MenuItem value="">{t('views.ownerMe')}</MenuItem>
            {owners.map(owner => (
              <MenuItem key={owner} value={owner}>
                {entityName(owner)}
              </MenuItem>
            ))}
          </OperationField>
          {failure && !taken && (
            <Notice tone="failed" role="alert">
              <Explained {...failure} onReload={onReload} />
            </Notice>
          )}
        </DialogContent>
        <DialogActions style={dialogActions}>
          <TextButton onClick={onClose}>{t('views.dismiss')}</TextButton>
          <TextButton
            type="submit"
            variant="contained"
            color="primary"
            disabled={busy || details.name.trim() === ''}
          >
            {t('views.save')}
          </TextButton>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function Explained(props: {
  kind: string;
  message: string;
  permission?: string;
  onReload?: () => void;
}) {
  const { kind, message, permission, onReload } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  if (kind === 'forbidden' && permission) {
    return <>{t('views.forbidden', { permission })}</>;
  }
  if (kind === 'conflict' && CHANGED.test(message)) {
    return (
      <>
        {t('views.changedMeanwhile')}{' '}
        {onReload && (
          <TextButton size="small" color="inherit" onClick={onReload}>
            {t('views.reload')}
          </TextButton>
        )}
      </>
    );
  }
  return <>{t('views.failed', { message })}</>;
}
