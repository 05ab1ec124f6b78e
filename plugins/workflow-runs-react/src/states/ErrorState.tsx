import { useState } from 'react';
import CloudOffOutlined from '@material-ui/icons/CloudOffOutlined';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import SearchOutlined from '@material-ui/icons/SearchOutlined';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TextButton } from '../actions/TextButton';
import { monospace } from '../theme';
import { workflowRunsTranslationRef } from '../translation';
import { describeError, ErrorKind } from './describeError';
import { ForbiddenState } from './ForbiddenState';
import { Message } from './Message';

const icons: Partial<Record<ErrorKind, typeof ErrorOutline>> = {
  network: CloudOffOutlined,
  notFound: SearchOutlined,
};

/**
 * Something failed: says what, offers to try again where that can help, and the details.
 *
 * @public
 */
export function ErrorState(props: {
  error: unknown;
  /** What could not be done: "The logs could not be loaded". */
  title: string;
  /** Stands instead of the title when it does not exist. */
  notFound?: string;
  onRetry?: () => void;
  dense?: boolean;
}) {
  const { error, title, notFound, onRetry, dense } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [details, setDetails] = useState(false);
  const { kind, message, status, permission } = describeError(error);

  if (kind === 'forbidden') {
    return <ForbiddenState permission={permission} dense={dense} />;
  }
  const Icon = icons[kind] ?? ErrorOutline;
  const missing = kind === 'notFound';
  return (
    <Message
      icon={<Icon fontSize="inherit" />}
      title={missing && notFound ? notFound : title}
      role="alert"
      dense={dense}
      actions={
        missing ? undefined : (
          <>
            {onRetry && (
              <TextButton variant="outlined" size="small" onClick={onRetry}>
                {t('states.retry')}
              </TextButton>
            )}
            <TextButton
              size="small"
              aria-expanded={details}
              onClick={() => setDetails(!details)}
            >
              {t('states.details')}
            </TextButton>
          </>
        )
      }
    >
      {t(`states.errors.${kind}`)}
      {details && (
        <div style={{ marginTop: 8, fontFamily: monospace, fontSize: 12 }}>
          {status ? `${status} · ` : ''}
          {message}
        </div>
      )}
    </Message>
  );
}
