import { isValidElement } from 'react';
import { createExtensionTester } from '@backstage/frontend-test-utils';
import { IconBundleBlueprint } from '@backstage/plugin-app-react';
import { elementIcons, iconsModule } from '.';

it('registers the icons of the portal as elements, which Backstage does not warn about', () => {
  const icons = createExtensionTester(elementIcons).get(
    IconBundleBlueprint.dataRefs.icons,
  );
  expect(Object.keys(icons)).toContain('kind:component');
  expect(Object.values(icons).every(icon => isValidElement(icon))).toBe(true);
  expect(iconsModule.pluginId).toBe('app');
});
