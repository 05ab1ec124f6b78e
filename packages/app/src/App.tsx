import { createApp } from '@backstage/frontend-defaults';
import workflowRunsTranslations from 'backstage-plugin-workflow-runs/translations';
import { homeModule } from './modules/home';
import { iconsModule } from './modules/icons';
import { navModule } from './modules/nav';
import { notificationsModule } from './modules/notifications';
import { signInModule } from './modules/signIn';

// The plugins are found among this package's dependencies: `app.packages` in app-config.yaml.
export default createApp({
  features: [
    homeModule,
    iconsModule,
    navModule,
    notificationsModule,
    signInModule,
    workflowRunsTranslations,
  ],
});
