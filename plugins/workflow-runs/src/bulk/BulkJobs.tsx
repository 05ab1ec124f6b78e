import { useRef, useState } from 'react';
import PlaylistAddCheck from '@material-ui/icons/PlaylistAddCheck';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { BulkJob } from 'backstage-plugin-workflow-runs-common';
import {
  ActionButton,
  Announcer,
  isBulkJobOpen,
  sizes,
  statusColorsOf,
  useBulkJobNews,
  useBulkJobs,
  workflowRunsTranslationRef,
} from 'backstage-plugin-workflow-runs-react';
import { useInView } from '../layout/useInView';
import { useToasts } from '../layout/useToasts';
import { BulkJobsPanel } from './BulkJobsPanel';
import { useBulkPanel } from './useBulkPanel';
import { useCountWords } from './useCountWords';

/** Long enough to read a line, and to follow its link. */
const TOAST_MS = 10_000;
/** What one has started, one may look at. */
const OPENING = { allowed: true, reason: null };

const useStyles = makeStyles(
  theme => ({
    count: {
      marginLeft: 8,
      padding: '0 7px',
      borderRadius: sizes.radius.pill,
      fontSize: 11,
      lineHeight: '18px',
      fontVariantNumeric: 'tabular-nums',
      color: statusColorsOf(theme).running.text,
      backgroundColor: statusColorsOf(theme).running.wash,
    },
  }),
  { name: 'WorkflowRunsBulkJobs' },
);

/**
 * The button and the panel of the reader's bulk jobs, which says when one of them starts and ends.
 * Whoever has none is shown no button.
 */
export function BulkJobs(props: {
  /** Entity ref of the reader; empty while nobody knows. */
  me: string;
  hrefOf: (runId: string) => string;
  onSelect: (runIds: string[]) => void;
}) {
  const { me, hrefOf, onSelect } = props;
  const classes = useStyles();
  const { t } = useTranslationRef(workflowRunsTranslationRef);
  const toasts = useToasts();
  const countWords = useCountWords();
  const panel = useBulkPanel();
  const { ref: inViewRef, inView } = useInView<HTMLSpanElement>();
  const button = useRef<HTMLButtonElement>(null);
  const [news, setNews] = useState('');
  const list = useBulkJobs(me, { watched: panel.isOpen || inView });
  useBulkJobNews(list, {
    onStart: job => setNews(t('bulk.started', { name: job.name })),
    onEnd: job => {
      const title = t(`bulk.ended.${endOf(job)}`, { name: job.name });
      const description = countWords(job.counts);
      setNews(`${title}: ${description}`);
      toasts.post({
        status: job.counts.failed > 0 ? 'warning' : 'success',
        title,
        description,
        timeout: TOAST_MS,
        links: [{ label: t('bulk.show'), href: panel.hrefOf(job.id) }],
      });
    },
  });
  const running = list.jobs.filter(isBulkJobOpen).length;
  const close = () => {
    panel.close();
    // The panel has to be gone first: until then it keeps the focus.
    setTimeout(() => button.current?.focus());
  };
  return (
    <>
      <Announcer message={news} />
      {list.jobs.length > 0 && (
        <span ref={inViewRef}>
          <ActionButton
            buttonRef={button}
            size="small"
            variant="outlined"
            action={OPENING}
            aria-haspopup="dialog"
            startIcon={<PlaylistAddCheck style={{ fontSize: 18 }} />}
            onClick={() => panel.open()}
          >
            {t('bulk.jobs')}
            {running > 0 && (
              <span className={classes.count}>
                {t('bulk.running', { jobs: String(running) })}
              </span>
            )}
          </ActionButton>
        </span>
      )}
      <BulkJobsPanel
        panel={panel}
        list={list}
        hrefOf={hrefOf}
        onSelect={runIds => {
          panel.close();
          onSelect(runIds);
        }}
        onClose={close}
      />
    </>
  );
}

function endOf({ status, counts }: BulkJob) {
  if (status === 'aborted') return 'aborted';
  return counts.failed > 0 ? 'partly' : 'completed';
}
