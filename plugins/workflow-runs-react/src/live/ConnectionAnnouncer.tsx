import { useEffect, useRef, useState } from 'react';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Connection } from 'backstage-plugin-workflow-runs-common';
import { workflowRunsTranslationRef } from '../translation';
import { Announcer } from './Announcer';

/** A break that heals sooner is not worth interrupting a reader. */
const PATIENCE_MS = 2_000;

/**
 * Tells a screen reader that the live connection is lost, once however often it is tried again, and that
 * it is back.
 *
 * @public
 */
export function ConnectionAnnouncer(props: { connection: Connection }) {
  const { status } = props.connection;
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const [message, setMessage] = useState('');
  const told = useRef(false);
  const isLost = ['reconnecting', 'polling', 'disconnected'].includes(status);
  const isLive = status === 'live';
  useEffect(() => {
    if (isLost) {
      const timer = setTimeout(() => {
        told.current = true;
        setMessage(t('live.lost'));
      }, PATIENCE_MS);
      return () => clearTimeout(timer);
    }
    // That a run has ended meanwhile is told by what tells of runs.
    if (told.current) setMessage(isLive ? t('live.back') : '');
    told.current = false;
    return undefined;
  }, [isLost, isLive, t]);
  return <Announcer message={message} />;
}
