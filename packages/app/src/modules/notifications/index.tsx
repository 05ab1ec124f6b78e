import {
  createFrontendModule,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';

/** What users want to hear of, among their settings: the plugin has the card, and no page for it. */
export const notificationsModule = createFrontendModule({
  pluginId: 'user-settings',
  extensions: [
    SubPageBlueprint.make({
      attachTo: { id: 'page:user-settings', input: 'pages' },
      name: 'notifications',
      params: {
        path: 'notifications',
        title: 'Notifications',
        loader: async () => {
          const { NotificationSettings } = await import(
            './NotificationSettings'
          );
          return <NotificationSettings />;
        },
      },
    }),
  ],
});
