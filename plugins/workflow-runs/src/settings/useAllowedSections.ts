import { useEffect, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { sections, SettingsSection } from './sections';

/**
 * The settings that the reader may see; undefined until the permission policy has answered. The backend asks
 * again, so what cannot be asked here hides a link and opens nothing.
 */
export function useAllowedSections(): readonly SettingsSection[] | undefined {
  const permissions = useApi(permissionApiRef);
  const [allowed, setAllowed] = useState<readonly SettingsSection[]>();
  useEffect(() => {
    let isCurrent = true;
    Promise.all(
      sections.map(({ permission }) => permissions.authorize({ permission })),
    )
      .then(answers =>
        sections.filter(
          (_, index) => answers[index].result === AuthorizeResult.ALLOW,
        ),
      )
      .catch(() => [])
      .then(found => isCurrent && setAllowed(found));
    return () => {
      isCurrent = false;
    };
  }, [permissions]);
  return allowed;
}
