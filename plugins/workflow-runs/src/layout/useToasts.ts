import { useMemo } from 'react';
import {
  alertApiRef,
  AlertMessage,
  ApiHolder,
  ToastApi,
  ToastApiMessage,
  toastApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';

const SEVERITIES: Record<
  NonNullable<ToastApiMessage['status']>,
  AlertMessage['severity']
> = {
  neutral: 'info',
  info: 'info',
  success: 'success',
  warning: 'warning',
  danger: 'error',
};

/** Where messages go that do not belong to a place: portals on the old frontend system have alerts, and no toasts. */
export function useToasts(): ToastApi {
  const apis = useApiHolder();
  return useMemo(() => apis.get(toastApiRef) ?? toastsAsAlerts(apis), [apis]);
}

function toastsAsAlerts(apis: ApiHolder): ToastApi {
  return {
    post({ title, status = 'success', timeout }) {
      apis.get(alertApiRef)?.post({
        // Alerts are plain text, and so are the titles of ours; links have no place there.
        message: String(title),
        severity: SEVERITIES[status],
        display: timeout === undefined ? 'permanent' : 'transient',
      });
      return { close: () => {} };
    },
  };
}
