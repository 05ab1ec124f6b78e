import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiGalleryView2 } from '@remixicon/react';

/** A page with every screen in every state. */
export const galleryPlugin = createFrontendPlugin({
  pluginId: 'gallery',
  extensions: [
    PageBlueprint.make({
      params: {
        path: '/gallery',
        title: 'Gallery',
        icon: <RiGalleryView2 />,
        loader: async () => {
          const { Gallery } = await import('./Gallery');
          return <Gallery />;
        },
      },
    }),
  ],
});
