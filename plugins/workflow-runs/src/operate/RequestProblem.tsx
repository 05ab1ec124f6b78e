import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  describeError,
  ErrorDescription,
  RedactedText,
  useWords,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Notice } from '../layout/Notice';

const UNAVAILABLE = 503;

/** Why something could not be done, and what can be done instead. */
export function RequestProblem(props: { error: unknown }) {
  const described = describeError(props.error);
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const { kind, status, runStatus } = described;
  const isPassing =
    kind === 'network' || kind === 'conflict' || status === UNAVAILABLE;
  return (
    <Notice tone={isPassing ? 'waiting' : 'failed'} role="alert">
      <Message described={described} />
      {runStatus && (
        <>
          <br />
          {t('operate.problems.status', {
            status: words('status', runStatus),
          })}{' '}
          <Possible described={described} />
        </>
      )}
    </Notice>
  );
}

function Message(props: { described: ErrorDescription }) {
  const { kind, message, status, violations } = props.described;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const said = <RedactedText text={message} />;
  // What the backend asked for it did not answer: a worker, an engine, a database.
  if (status === UNAVAILABLE) {
    return <>{t('operate.problems.unavailable', { message: said })}</>;
  }
  switch (kind) {
    case 'invalid':
      return violations.length > 0 ? (
        <>{t('operate.problems.fields')}</>
      ) : (
        <>{t('operate.problems.invalid', { message: said })}</>
      );
    case 'network':
    case 'signedOut':
    case 'notFound':
      return <>{t(`operate.problems.${kind}`)}</>;
    default:
      return <>{t(`operate.problems.${kind}`, { message: said })}</>;
  }
}

function Possible(props: { described: ErrorDescription }) {
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const words = useWords();
  const actions = Object.entries(props.described.allowedActions)
    .filter(([, { allowed }]) => allowed)
    .map(([action]) => words('action', action));
  return actions.length > 0 ? (
    <>{t('operate.problems.possible', { actions: actions.join(', ') })}</>
  ) : (
    <>{t('operate.problems.nothingPossible')}</>
  );
}
