import { UserNotificationSettingsCard } from '@backstage/plugin-notifications';

export function NotificationSettings() {
  return (
    <UserNotificationSettingsCard
      originNames={{ 'plugin:workflow-runs': 'Workflow runs' }}
      topicNames={{
        'run-failed': 'A run that I watch or look after failed',
        'failure-group-new': 'Runs of my workflows fail',
        'validation-failed': 'An output did not pass its validation',
        'waiting-for-human': 'Somebody has to decide',
        'sla-at-risk': 'A run may be late',
        'sla-breached': 'A run is late',
        'needs-intervention': 'A rollback failed',
        alert: 'An alert rule fires',
      }}
    />
  );
}
