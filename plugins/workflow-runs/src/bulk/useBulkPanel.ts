import { useLocation, useSearchParams } from 'react-router-dom';

const PARAM = 'bulk';
/** What stands in the address where no job is meant. */
const LIST = 'jobs';

/** The panel of bulk jobs, which is open where the address says so: a link and a reload show the same. */
export interface BulkPanel {
  isOpen: boolean;
  /** The job that it was opened for. */
  jobId: string | undefined;
  open: (jobId?: string) => void;
  close: () => void;
  /** The address of this page with the panel open. */
  hrefOf: (jobId: string) => string;
}

export function useBulkPanel(): BulkPanel {
  const [params, setParams] = useSearchParams();
  const { pathname } = useLocation();
  const shown = params.get(PARAM);
  const withPanel = (before: URLSearchParams, value: string) => {
    const next = new URLSearchParams(before);
    next.set(PARAM, value);
    return next;
  };
  return {
    isOpen: shown !== null,
    jobId: shown === LIST ? undefined : shown ?? undefined,
    open: (jobId = LIST) => setParams(before => withPanel(before, jobId)),
    close: () =>
      setParams(
        before => {
          const next = new URLSearchParams(before);
          next.delete(PARAM);
          return next;
        },
        { replace: true },
      ),
    hrefOf: jobId => `${pathname}?${withPanel(params, jobId)}`,
  };
}
