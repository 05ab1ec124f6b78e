import { Component, ReactNode, useState } from 'react';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Message,
  monospace,
  TextButton,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { Card } from './Card';

/** What a boundary shows of a part that has failed. */
export interface Failure {
  error: unknown;
  onRetry: () => void;
}

/** Keeps the failure of a part to that part. */
export class Boundary extends Component<
  {
    children: ReactNode;
    fallback: (failure: Failure) => ReactNode;
    /** What is shown: another one is tried anew. */
    of?: unknown;
  },
  { failure: { error: unknown } | null }
> {
  static getDerivedStateFromError(error: unknown) {
    return { failure: { error } };
  }

  state: { failure: { error: unknown } | null } = { failure: null };

  componentDidUpdate({ of }: Boundary['props']) {
    if (this.state.failure && of !== this.props.of) this.retry();
  }

  retry = () => this.setState({ failure: null });

  render() {
    const { failure } = this.state;
    return failure
      ? this.props.fallback({ ...failure, onRetry: this.retry })
      : this.props.children;
  }
}

/** A panel that fails alone: it says so, and the rest of the page goes on. */
export function PanelBoundary(props: {
  /** What it is, in words: "Logs". */
  part: string;
  children: ReactNode;
}) {
  return (
    <Boundary
      fallback={failure => <FailedPart part={props.part} {...failure} />}
    >
      {props.children}
    </Boundary>
  );
}

/** The same for what is a card of its own. */
export function CardBoundary(props: { part: string; children: ReactNode }) {
  return (
    <Boundary
      fallback={failure => (
        <Card label={props.part}>
          <FailedPart part={props.part} {...failure} />
        </Card>
      )}
    >
      {props.children}
    </Boundary>
  );
}

export function FailedPart(props: Failure & { part: string }) {
  const { part, error, onRetry } = props;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [details, setDetails] = useState(false);
  return (
    <Message
      dense
      role="alert"
      icon={<ErrorOutline fontSize="inherit" />}
      title={t('states.crashed', { part })}
      actions={
        <>
          <TextButton variant="outlined" size="small" onClick={onRetry}>
            {t('states.retry')}
          </TextButton>
          <TextButton
            size="small"
            aria-expanded={details}
            onClick={() => setDetails(!details)}
          >
            {t('states.details')}
          </TextButton>
        </>
      }
    >
      {t('states.crashedHint')}
      {details && (
        <div style={{ marginTop: 8, fontFamily: monospace, fontSize: 12 }}>
          {String(error)}
        </div>
      )}
    </Message>
  );
}
