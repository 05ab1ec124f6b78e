import { FormEvent, useId, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  TextButton,
  useRunAccess,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { dialogActions } from '../layout/dialogActions';
import { PanelBody } from '../layout/PanelBody';
import { Surface } from '../layout/Surface';
import { OperationField, violationAt } from '../operate/fields';
import { AccessAnswer } from './AccessAnswer';

/** Who can see a run, and why; and what of that nobody can know. */
export function AccessDialog(props: { runId: string; onClose: () => void }) {
  const { runId, onClose } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const titleId = useId();
  const [typed, setTyped] = useState('');
  const [principal, setPrincipal] = useState('');
  const source = useRunAccess(runId, principal);
  const refused = violationAt(source.error, '/principal');
  const ask = (event: FormEvent) => {
    event.preventDefault();
    setPrincipal(typed.trim());
  };
  return (
    <Dialog
      open
      onClose={onClose}
      maxWidth="md"
      fullWidth
      disableRestoreFocus
      aria-labelledby={titleId}
    >
      <DialogTitle id={titleId}>{t('access.title')}</DialogTitle>
      <DialogContent>
        <Surface>
          <form onSubmit={ask} style={{ display: 'flex', gap: 8 }}>
            <OperationField
              id="workflow-runs-access-principal"
              label={t('access.principal')}
              helperText={t('access.principalHint')}
              value={typed}
              onChange={setTyped}
              error={refused}
            />
            <TextButton type="submit" style={{ height: 40 }}>
              {t('access.ask')}
            </TextButton>
          </form>
          <PanelBody
            source={refused ? { ...source, error: undefined } : source}
            title={t('access.error')}
            rows={4}
            empty={undefined}
          >
            {source.value && <AccessAnswer access={source.value} />}
          </PanelBody>
        </Surface>
      </DialogContent>
      <DialogActions style={dialogActions}>
        <TextButton onClick={onClose}>{t('access.close')}</TextButton>
      </DialogActions>
    </Dialog>
  );
}
