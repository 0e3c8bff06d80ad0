/** The desk: starts every module once; each finds what it needs in the page. */
import * as actions from "./actions.js";
import * as answer from "./answer.js";
import * as chainEditor from "./chain-editor.js";
import * as combobox from "./combobox.js";
import * as decide from "./decide.js";
import * as division from "./division.js";
import * as draft from "./draft.js";
import * as evidenceDialog from "./evidence-dialog.js";
import * as historyDialog from "./history-dialog.js";
import * as keySettings from "./key-settings.js";
import * as keys from "./keys.js";
import * as labelChoice from "./label-choice.js";
import * as live from "./live.js";
import * as marks from "./marks.js";
import * as panel from "./panel.js";
import * as repeat from "./repeat.js";
import * as rows from "./rows.js";
import * as saveQueue from "./save-queue.js";
import * as saveState from "./save-state.js";

const MODULES = [
  actions, keys, keySettings, live, rows, panel, chainEditor, combobox, draft, decide, repeat,
  answer, saveState, saveQueue, marks, historyDialog, evidenceDialog, division, labelChoice,
];

export function init(root) {
  for (const module of MODULES) module.init(root);
}

init(document);
