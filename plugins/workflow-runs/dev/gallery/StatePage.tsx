import { useEffect, useLayoutEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { ApiProvider } from '@backstage/core-app-api';
import { ToastApi, toastApiRef, useApi } from '@backstage/frontend-plugin-api';
import { WorkflowRunsProvider } from 'backstage-plugin-workflow-runs-react';
import { waitFor } from '@testing-library/dom';
import { apisFor } from './apis';
import { resetClock } from './frozenClock';
import { GalleryState } from './screen';

const TIMEOUT_MS = 20_000;

/**
 * One state by itself. The body says in `data-gallery-shown` once it is there, or in
 * `data-gallery-broken` why it does not get there: that is what takes the pictures.
 */
export function StatePage(props: { address: string; state: GalleryState }) {
  const { address, state } = props;
  const { search } = useLocation();
  const navigate = useNavigate();
  const [api] = useState(() => {
    resetClock();
    forgetChoices();
    return state.backend();
  });
  const toasts = useToastsOfState();
  const [apis] = useState(() => apisFor(api, toasts));
  // The state has an address without what the screen itself keeps in there.
  const [placed, setPlaced] = useState(!state.query || search !== '');
  useLayoutEffect(() => {
    if (placed) return;
    navigate({ search: state.query }, { replace: true });
    setPlaced(true);
  }, [placed, navigate, state]);

  useEffect(() => {
    const { dataset } = document.body;
    delete dataset.galleryShown;
    delete dataset.galleryBroken;
    let left = false;
    const arrive = async () => {
      await state.act?.(api);
      await waitFor(() => check(state), {
        timeout: TIMEOUT_MS,
        interval: 100,
      });
    };
    arrive().then(
      () => {
        if (!left) dataset.galleryShown = address;
      },
      error => {
        if (!left) dataset.galleryBroken = String(error?.message ?? error);
      },
    );
    return () => {
      left = true;
    };
  }, [address, state, api]);

  return (
    <ApiProvider apis={apis}>
      <WorkflowRunsProvider>{placed && state.element}</WorkflowRunsProvider>
    </ApiProvider>
  );
}

/** Messages of the portal that go with the state. */
function useToastsOfState(): ToastApi {
  const toasts = useApi(toastApiRef);
  const [posted] = useState<ReturnType<ToastApi['post']>[]>([]);
  useEffect(() => () => posted.forEach(each => each.close()), [posted]);
  return {
    post: toast => {
      const result = toasts.post(toast);
      posted.push(result);
      return result;
    },
  };
}

function check({ sees, without }: GalleryState) {
  const text = document.body.innerText.replace(/\s+/g, ' ');
  if (!text.includes(sees)) throw new Error(`“${sees}” is not to be seen`);
  if (without && text.includes(without)) {
    throw new Error(`“${without}” is still to be seen`);
  }
}

/** What the state before was told to remember is none of this one's. */
function forgetChoices() {
  for (const key of Object.keys(localStorage)) {
    if (key.includes('workflow-runs')) localStorage.removeItem(key);
  }
}
