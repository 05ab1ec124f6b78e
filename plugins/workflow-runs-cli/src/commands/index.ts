import type { CommandDefinition } from '../cli/defineCommand';
import type { CommandSection, GroupSummaries } from '../cli/program';
import * as alerts from './alerts/alerts';
import * as artifacts from './artifacts/artifacts';
import * as audit from './audit/audit';
import * as bulk from './bulk/bulk';
import { completionCommands } from './completion/completion';
import * as engines from './engines/engines';
import { exportCommand } from './exports/export';
import * as failures from './failures/failures';
import { launchCommand } from './launch/launch';
import * as repeat from './launch/repeat';
import { waitCommand } from './launch/wait';
import { logsCommand } from './live/logs';
import { monitorCommand } from './live/monitor';
import * as notifications from './notifications/notifications';
import * as decide from './operate/decide';
import { retryCommand } from './operate/retry';
import * as states from './operate/states';
import * as stepActions from './operate/steps';
import * as policies from './policies/policies';
import * as remarks from './remarks/remarks';
import * as retention from './retention/retention';
import { compareCommand } from './runs/compare';
import * as counts from './runs/counts';
import { forecastCommand } from './runs/forecast';
import * as history from './runs/history';
import { ioCommand } from './runs/io';
import { lineageCommand } from './runs/lineage';
import { listCommand } from './runs/list';
import * as questions from './runs/questions';
import { showCommand } from './runs/show';
import * as steps from './runs/steps';
import * as telemetry from './runs/telemetry';
import { timelineCommand } from './runs/timeline';
import * as slos from './statistics/slos';
import { statsCommand } from './statistics/stats';
import * as views from './views/views';
import * as deliveries from './webhooks/deliveries';
import * as secrets from './webhooks/secrets';
import * as webhooks from './webhooks/webhooks';
import * as workflows from './workflows/workflows';

const capabilities: readonly CommandSection[] = [
  {
    title: 'See runs:',
    commands: [
      listCommand,
      showCommand,
      monitorCommand,
      logsCommand,
      steps.stepsCommand,
      ioCommand,
      counts.countCommand,
      exportCommand,
      artifacts.listArtifactsCommand,
      artifacts.downloadArtifactCommand,
      artifacts.linkArtifactCommand,
    ],
  },
  {
    title: 'Launch and operate runs:',
    commands: [
      launchCommand,
      waitCommand,
      states.pauseCommand,
      states.resumeCommand,
      states.cancelCommand,
      states.terminateCommand,
      retryCommand,
      repeat.restartCommand,
      repeat.rerunCommand,
      repeat.cloneCommand,
      decide.approveCommand,
      decide.rejectCommand,
      stepActions.actionCommand,
      stepActions.eventCommand,
      stepActions.updateCommand,
      stepActions.forceCommand,
      states.resolveCommand,
      bulk.previewBulkCommand,
      bulk.startBulkCommand,
      bulk.listBulkCommand,
      bulk.showBulkCommand,
      bulk.bulkItemsCommand,
      bulk.abortBulkCommand,
      bulk.resumeBulkCommand,
    ],
  },
  {
    title: 'Say something about runs:',
    commands: [
      remarks.annotateCommand,
      remarks.notesCommand,
      remarks.tagCommand,
      remarks.ownCommand,
      remarks.watchCommand,
      remarks.unwatchCommand,
    ],
  },
  {
    title: 'Understand runs:',
    commands: [
      steps.attemptsCommand,
      history.eventsCommand,
      history.decisionsCommand,
      history.actionsCommand,
      timelineCommand,
      forecastCommand,
      compareCommand,
      lineageCommand,
      questions.handlersCommand,
      questions.queryCommand,
      questions.retryPlanCommand,
      questions.nativeHistoryCommand,
      telemetry.tracesCommand,
      telemetry.externalLogsCommand,
      audit.accessCommand,
      policies.revealCommand,
      counts.facetsCommand,
    ],
  },
  {
    title: 'Understand workflows:',
    commands: [
      workflows.listWorkflowsCommand,
      workflows.showWorkflowCommand,
      statsCommand,
      slos.listSlosCommand,
      slos.showSlosCommand,
      failures.listFailuresCommand,
      failures.showFailureCommand,
      failures.snoozeFailureCommand,
      failures.resolveFailureCommand,
      failures.reopenFailureCommand,
      failures.runbookCommand,
      engines.listEnginesCommand,
      engines.syncCommand,
    ],
  },
  {
    title: 'Be told, and save what you look for:',
    commands: [
      notifications.getNotificationsCommand,
      notifications.setNotificationsCommand,
      views.listViewsCommand,
      views.showViewCommand,
      views.createViewCommand,
      views.editViewCommand,
      views.deleteViewCommand,
      alerts.listAlertsCommand,
      alerts.firingAlertsCommand,
      alerts.showAlertCommand,
      alerts.createAlertCommand,
      alerts.previewAlertCommand,
      alerts.editAlertCommand,
      alerts.deleteAlertCommand,
      alerts.snoozeAlertCommand,
      alerts.resolveAlertCommand,
      alerts.alertEpisodesCommand,
      webhooks.listWebhooksCommand,
      webhooks.showWebhookCommand,
      webhooks.webhookChoicesCommand,
      webhooks.createWebhookCommand,
      webhooks.editWebhookCommand,
      webhooks.deleteWebhookCommand,
      webhooks.pingWebhookCommand,
      secrets.rotateSecretCommand,
      secrets.endOldSecretsCommand,
      deliveries.listDeliveriesCommand,
      deliveries.showDeliveryCommand,
      deliveries.redeliverCommand,
    ],
  },
  {
    title: 'Administer:',
    commands: [
      retention.showRetentionCommand,
      retention.editRetentionCommand,
      retention.previewRetentionCommand,
      retention.startRetentionCommand,
      retention.listRetentionJobsCommand,
      retention.showRetentionJobCommand,
      retention.abortRetentionCommand,
      retention.purgeCommand,
      policies.listPoliciesCommand,
      policies.showPolicyCommand,
      policies.createPolicyCommand,
      policies.editPolicyCommand,
      policies.deletePolicyCommand,
      policies.previewPolicyCommand,
      audit.auditCommand,
      audit.exportAuditCommand,
      audit.showKeysCommand,
      audit.shredKeysCommand,
    ],
  },
];

/** Commands by what they are good for, in the order in which help lists them. */
export const sections: readonly CommandSection[] = [
  ...capabilities,
  {
    title: 'About the program:',
    commands: completionCommands(
      capabilities.flatMap(section => section.commands),
    ),
  },
];

/** All commands. */
export const commands: readonly CommandDefinition[] = sections.flatMap(
  section => section.commands,
);

/** What groups of commands are about, for those whose path has two parts. */
export const groups: GroupSummaries = {
  workflows: 'What can be launched',
  artifacts: 'Files that runs have made',
  failures: 'Failures that belong together',
  slos: 'How workflows meet their objectives',
  views: 'Saved filters',
  bulk: 'One action on many runs',
  notifications: 'Of what you are notified',
  alerts: 'Rules that watch runs',
  webhooks: 'Other systems that are told of runs',
  retention: 'How long runs are kept',
  policies: 'What is taken out of runs before they are stored',
  audit: 'Who has done what',
  keys: 'What seals the values that engines keep',
  completion: 'Commands and options in your shell',
};
