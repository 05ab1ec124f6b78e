/** The sections `settings` and `keys`. */
export const settings = {
  'settings.title': 'Administration',
  'settings.tab.webhooks': 'Webhooks',
  'settings.tab.alerts': 'Alert rules',
  'settings.tab.privacy': 'Privacy',
  'settings.tab.retention': 'Retention',
  'settings.tab.audit': 'Audit',
  'settings.tab.keys': 'Keys',
  'settings.tab.engines': 'Engines',
  'keys.about':
    'Engines keep the raw inputs and outputs of runs sealed, each run with a key of its own, and that with one of these. They are set in the configuration of the backend; another one is added there to rotate them.',
  'keys.title': 'Keys that seal what engines keep of runs',
  'keys.error': 'The state of the keys could not be loaded',
  'keys.empty': 'No key is configured, and no run is sealed',
  'keys.emptyHint': 'Keys are in workflowRuns.encryption.keys',
  'keys.id': 'Key',
  'keys.state': 'State',
  'keys.runs': 'Runs',
  'keys.active': 'Active: seals what is new',
  'keys.older': 'Older: opens what it has sealed',
  'keys.missing': 'Not configured: cannot be opened',
  'keys.generated':
    'This key was generated for development and lies beside the database: no backup has it. Configure one in workflowRuns.encryption.keys before you depend on what is stored.',
  'keys.unreadable_one':
    'What engines keep of {{count}} run cannot be opened: its key is not configured. It can neither go on nor be retried until it is put back.',
  'keys.unreadable_other':
    'What engines keep of {{count}} runs cannot be opened: their key is not configured. They can neither go on nor be retried until it is put back.',
  'keys.left_one': 'The key of {{count}} run is still wrapped by an older key.',
  'keys.left_other':
    'The keys of {{count}} runs are still wrapped by an older key.',
  'keys.underWay': 'They are being wrapped anew.',
  'keys.waiting': 'A backend wraps them anew within a minute.',
  'keys.rotated':
    'No older key is needed any more: it can be taken out of the configuration once every backend has the new one first.',
  'keys.shred': 'Shred keys …',
  'keys.shredTitle': 'Shred keys for good?',
  'keys.shredConfirm': 'Shred',
  'keys.shredEffect':
    'What engines keep of these runs, their raw inputs and outputs, can then be read by nobody, here or in later backups. The runs can no longer be retried or repeated from stored input. What screens show of them, redacted, stays until retention deletes it. Runs that go on keep their keys.',
  'keys.shredWhat': 'Of what',
  'keys.shredRun': 'One run that has ended',
  'keys.shredTenant': 'All runs of a tenant',
  'keys.shredRunId': 'Id of the run',
  'keys.shredTenantId': 'Id of the tenant',
  'keys.shredReason': 'Reason (required)',
  'keys.shredReasonHint':
    'It is in the audit trail for as long as that is kept',
  'keys.shredDone':
    'The keys of {{shredded}} runs are shredded; {{goingOn}} runs go on',
} as const;
