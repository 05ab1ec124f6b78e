import { ComponentType, lazy, LazyExoticComponent } from 'react';
import { BasicPermission } from '@backstage/plugin-permission-common';
import {
  alertRuleManagePermission,
  auditReadPermission,
  engineSyncPermission,
  privacyManagePermission,
  retentionManagePermission,
  webhookManagePermission,
} from 'backstage-plugin-workflow-runs-common';

/** One page of the settings. */
export interface SettingsSection {
  /** The last part of its address. */
  id: string;
  label: `settings.tab.${
    | 'webhooks'
    | 'alerts'
    | 'privacy'
    | 'retention'
    | 'audit'
    | 'keys'
    | 'engines'}`;
  /** Whoever does not hold it does not see the section. */
  permission: BasicPermission;
  Page: LazyExoticComponent<ComponentType>;
}

/** A section whose code is loaded when it is opened. */
export function section(
  described: Omit<SettingsSection, 'Page'>,
  load: () => Promise<ComponentType>,
): SettingsSection {
  return { ...described, Page: lazy(async () => ({ default: await load() })) };
}

/** All of them, in the order in which they are shown. */
export const sections: readonly SettingsSection[] = [
  section(
    {
      id: 'webhooks',
      label: 'settings.tab.webhooks',
      permission: webhookManagePermission,
    },
    async () => (await import('../webhooks/WebhooksPage')).WebhooksPage,
  ),
  section(
    {
      id: 'alerts',
      label: 'settings.tab.alerts',
      permission: alertRuleManagePermission,
    },
    async () => (await import('../alerts/AlertsPage')).AlertsPage,
  ),
  section(
    {
      id: 'privacy',
      label: 'settings.tab.privacy',
      permission: privacyManagePermission,
    },
    async () => (await import('../privacy/PrivacyPage')).PrivacyPage,
  ),
  section(
    {
      id: 'retention',
      label: 'settings.tab.retention',
      permission: retentionManagePermission,
    },
    async () => (await import('../retention/RetentionPage')).RetentionPage,
  ),
  section(
    {
      id: 'audit',
      label: 'settings.tab.audit',
      permission: auditReadPermission,
    },
    async () => (await import('../audit/AuditPage')).AuditPage,
  ),
  section(
    {
      id: 'keys',
      label: 'settings.tab.keys',
      permission: privacyManagePermission,
    },
    async () => (await import('../sealing-keys/KeysPage')).KeysPage,
  ),
  section(
    {
      id: 'engines',
      label: 'settings.tab.engines',
      permission: engineSyncPermission,
    },
    async () => (await import('../engines/EnginesPage')).EnginesPage,
  ),
];
