import { useState } from 'react';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  KeysStatus,
  SealingKeyStatus,
} from 'backstage-plugin-workflow-runs-common';
import {
  EmptyState,
  statusColorsOf,
  TextButton,
  useSealingKeys,
  useStatusColors,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from '../layout/Card';
import { DataTable } from '../layout/DataTable';
import { Notice } from '../layout/Notice';
import { PanelBody } from '../layout/PanelBody';
import { ShredDialog } from './ShredDialog';

const useStyles = makeStyles(
  theme => ({
    body: { padding: '8px 20px 16px' },
    about: {
      margin: '4px 0 8px',
      maxWidth: 760,
      fontSize: 13,
      color: statusColorsOf(theme).quiet,
    },
  }),
  { name: 'WorkflowRunsKeysPage' },
);

/** Which keys seal what engines keep of runs, how a rotation goes, and what nobody can open. */
export function KeysPage() {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const classes = useStyles();
  const source = useSealingKeys();
  const { value } = source;
  const [opener, setOpener] = useState<HTMLElement>();
  return (
    <Card label={t('keys.title')}>
      <PanelBody
        source={source}
        title={t('keys.error')}
        rows={3}
        empty={
          value?.items.length === 0 ? (
            <EmptyState title={t('keys.empty')}>
              {t('keys.emptyHint')}
            </EmptyState>
          ) : undefined
        }
      >
        {value && (
          <div className={classes.body}>
            <p className={classes.about}>{t('keys.about')}</p>
            <KeyNotices keys={value} />
            <KeyTable keys={value.items} />
            <TextButton
              size="small"
              style={{ marginTop: 12 }}
              aria-haspopup="dialog"
              onClick={event => setOpener(event.currentTarget)}
            >
              {t('keys.shred')}
            </TextButton>
          </div>
        )}
      </PanelBody>
      {opener && (
        <ShredDialog
          onClose={() => {
            setOpener(undefined);
            opener.focus();
          }}
        />
      )}
    </Card>
  );
}

function KeyNotices(props: { keys: KeysStatus }) {
  const { unreadable, isGenerated, rotation, items } = props.keys;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const hasOlder = items.some(key => key.isConfigured && !key.isActive);
  return (
    <>
      {isGenerated && <Notice tone="waiting">{t('keys.generated')}</Notice>}
      {unreadable > 0 && (
        <Notice tone="failed" role="alert">
          {t('keys.unreadable', { count: unreadable })}
        </Notice>
      )}
      {rotation.left > 0 && (
        <Notice tone="running" role="status">
          {t('keys.left', { count: rotation.left })}{' '}
          {t(rotation.isUnderWay ? 'keys.underWay' : 'keys.waiting')}
        </Notice>
      )}
      {hasOlder && rotation.left === 0 && (
        <Notice tone="completed">{t('keys.rotated')}</Notice>
      )}
    </>
  );
}

function KeyTable(props: { keys: SealingKeyStatus[] }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const colors = useStatusColors();
  const stateOf = ({ isActive, isConfigured }: SealingKeyStatus) => {
    if (!isConfigured) return ['keys.missing', colors.failed.text] as const;
    return isActive
      ? (['keys.active', colors.completed.text] as const)
      : (['keys.older', colors.quiet] as const);
  };
  return (
    <DataTable
      label={t('keys.title')}
      items={props.keys}
      idOf={key => key.id}
      columns={[
        { id: 'id', label: t('keys.id'), cell: key => <code>{key.id}</code> },
        {
          id: 'state',
          label: t('keys.state'),
          cell: key => {
            const [words, color] = stateOf(key);
            return <span style={{ color }}>{t(words)}</span>;
          },
        },
        {
          id: 'runs',
          label: t('keys.runs'),
          number: true,
          cell: key => key.runs.toLocaleString(),
        },
      ]}
    />
  );
}
