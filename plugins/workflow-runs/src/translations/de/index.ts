import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { workflowRunsTranslationRef } from 'backstage-plugin-workflow-runs-react';
import { alerts } from './alerts';
import { bulk } from './bulk';
import { compare } from './compare';
import { decisions } from './decisions';
import { engines } from './engines';
import { failures } from './failures';
import { files } from './files';
import { happening } from './happening';
import { history } from './history';
import { launch } from './launch';
import { list } from './list';
import { logs } from './logs';
import { operate } from './operate';
import { portal } from './portal';
import { privacy } from './privacy';
import { retention } from './retention';
import { run } from './run';
import { settings } from './settings';
import { states } from './states';
import { slos } from './slos';
import { statistics } from './statistics';
import { steps } from './steps';
import { views } from './views';
import { webhooks } from './webhooks';
import { words } from './words';

/*
 * Glossary. One word for one thing, on every screen:
 *
 *   run                  der Lauf             attempt       der Versuch
 *   child run            der Teillauf         retry (verb)  erneut versuchen
 *   parent run           übergeordneter Lauf  retry (noun)  die Wiederholung
 *   step                 der Schritt          re-run        erneut ausführen
 *   item of a fan-out    das Element          clone         klonen
 *   passage of a run     der Durchgang        launch        starten
 *   branch               der Zweig            pause         pausieren
 *   input, output        Eingabe, Ausgabe     resume        fortsetzen
 *   business event       Geschäftsereignis    cancel        abbrechen
 *   note                 die Notiz            close         schließen
 *   saved view           gespeicherte Ansicht dismiss       verwerfen
 *   permission           die Berechtigung     skip          überspringen
 *   bulk job             der Sammelauftrag    stop (a job)  anhalten
 *   owner                zuständig            held          angehalten
 *   approval             die Freigabe         resolve       klären
 *   approve, reject      freigeben, ablehnen  roll back     zurückrollen
 *   deadline             die Frist            queued        eingereiht
 *   target of an SLA     die Zielzeit         back-off      die Wartezeit
 *   failure group        die Fehlergruppe     snooze        ruhen lassen
 *   policy               die Richtlinie       reveal        aufdecken
 *
 * Kept as the field says them: Workflow, Engine, Worker, Handler, Backfill, Fan-out, Rollback, Tag, Log, Trace, Span,
 * Runbook.
 *
 * Buttons are infinitives without an address („Lauf abbrechen“), sentences address nobody, „bitte“ asks. A cancelled
 * run is „abgebrochen“; what leaves a dialog is „Schließen“ or „Verwerfen“, never „Abbrechen“.
 */

/** Every text of the screens, in German. The compiler tells which are missing. */
export default createTranslationMessages({
  ref: workflowRunsTranslationRef,
  full: true,
  messages: {
    ...words,
    ...states,
    ...views,
    ...list,
    ...run,
    ...happening,
    ...operate,
    ...decisions,
    ...steps,
    ...compare,
    ...logs,
    ...failures,
    ...files,
    ...history,
    ...launch,
    ...bulk,
    ...portal,
    ...statistics,
    ...slos,
    ...settings,
    ...privacy,
    ...retention,
    ...alerts,
    ...engines,
    ...webhooks,
  },
});
