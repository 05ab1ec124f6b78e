import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import Block from '@material-ui/icons/Block';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  AuditEntry,
  AuditOutcome,
} from 'backstage-plugin-workflow-runs-common';
import {
  RedactedText,
  sizes,
  Tone,
  useStatusColors,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';

const LOOKS: Record<AuditOutcome, [Tone, typeof Block]> = {
  pending: ['running', HourglassEmpty],
  succeeded: ['completed', CheckCircleOutline],
  refused: ['waiting', Block],
  failed: ['failed', ErrorOutline],
};

/** What has come of something, and what stood in the way: icon, word and colour. */
export function OutcomeCell(props: { entry: AuditEntry }) {
  const { outcome, refusal, message } = props.entry;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const [tone, Icon] = LOOKS[outcome] ?? LOOKS.pending;
  const colors = useStatusColors();
  return (
    <>
      <span
        style={{
          display: 'inline-flex',
          alignItems: 'center',
          gap: 4,
          fontWeight: 500,
          whiteSpace: 'nowrap',
          color: colors[tone].text,
        }}
      >
        <Icon style={{ fontSize: sizes.icon }} aria-hidden />
        {words('auditOutcome', outcome)}
      </span>
      <div style={{ color: colors.quiet, fontSize: 12 }}>
        {refusal?.permission ? (
          t('audit.missing', { permission: refusal.permission })
        ) : (
          <RedactedText text={message ?? ''} />
        )}
      </div>
    </>
  );
}
