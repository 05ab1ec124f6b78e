/** What other pages of the portal show: `latest`, `rolledUp`, `home`, `search` and titles. */
export const portal = {
  'documentTitle.run': '{{status}}: {{workflow}} {{id}}',
  'documentTitle.tab': '{{status}}: {{id}}',
  'documentTitle.missing': 'Lauf {{id}}',
  'documentTitle.compare': '{{workflow}}: {{a}} neben {{b}}',
  'latest.title': 'Neueste Läufe',
  'latest.all': 'Alle Läufe',
  'latest.error': 'Die neuesten Läufe konnten nicht geladen werden',
  'latest.open': '{{name}}, {{status}}: Lauf {{id}} öffnen',
  'rolledUp.latest': 'Neueste Workflow-Läufe',
  'rolledUp.error': 'Die Workflows waren im Katalog nicht zu finden',
  'rolledUp.empty.system': 'Kein Workflow ist Teil dieses Systems',
  'rolledUp.empty.domain': 'Kein Workflow ist Teil dieser Domäne',
  'rolledUp.empty.group': 'Kein Workflow gehört dieser Gruppe',
  'rolledUp.emptyHint.system':
    'Entitäten mit der Annotation {{annotation}}, deren spec.system dieses ist, stehen hier mit ihren Läufen.',
  'rolledUp.emptyHint.domain':
    'Entitäten mit der Annotation {{annotation}} stehen hier mit ihren Läufen, wenn ihr System zu dieser Domäne gehört.',
  'rolledUp.emptyHint.group':
    'Entitäten mit der Annotation {{annotation}}, die dieser Gruppe oder einer darunter gehören, stehen hier mit ihren Läufen.',
  'rolledUp.noRuns': 'Noch ist keiner dieser Workflows gelaufen',
  'rolledUp.noRunsHint_one': 'Der einzige Workflow ist {{names}}.',
  'rolledUp.noRunsHint_other': 'Die {{count}} Workflows sind {{names}}.',
  'rolledUp.scope_one': 'Läufe von {{count}} Workflow',
  'rolledUp.scope_other': 'Läufe von {{count}} Workflows',
  'rolledUp.part': 'Welche Workflows',
  'rolledUp.partOption': '{{first}} – {{last}} ({{size}})',
  'rolledUp.parts':
    '{{all}} Workflows gehören hierher, mehr als eine Liste abfragen kann. Sie zeigt die Läufe von je {{shown}} davon, nach Namen geordnet.',
  'rolledUp.tooMany':
    'Es sind zu viele für eine Liste. Der Reiter zeigt sie in Teilen.',
  'rolledUp.unfinished':
    'Es geht mehr als {{levels}} Ebenen tief; was darunter liegt, ist nicht mitgezählt.',
  'home.waiting': 'Wartet auf mich',
  'home.waitingEmpty':
    'Nichts wartet auf die eigene Entscheidung oder die der eigenen Gruppen',
  'home.waitingError': 'Was wartet, konnte nicht geladen werden',
  'home.failed': 'Kürzlich fehlgeschlagen',
  'home.failedHint': 'eigene und die der Gruppen, letzte 7 Tage',
  'home.failedEmpty':
    'Von den eigenen Läufen ist in 7 Tagen keiner fehlgeschlagen',
  'home.failedError': 'Fehlgeschlagene Läufe konnten nicht geladen werden',
  'home.mine': 'Von mir gestartet',
  'home.mineEmpty': 'Noch kein selbst gestarteter Lauf',
  'home.mineError': 'Die eigenen Läufe konnten nicht geladen werden',
  'home.all': 'Alle zeigen',
  'home.allOf': 'Alle zeigen: {{title}}',
  'home.meError': 'Es war nicht festzustellen, wer angemeldet ist',
  'search.queued': 'Eingereiht',
  'search.asOf': 'Stand:',
  'search.version': 'Version {{version}}',
  'search.owners': 'Gehört {{names}}',
};
