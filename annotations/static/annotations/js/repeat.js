/** `.` answers with the last chain again: its sources, not its words. */
import { on } from "./actions.js";
import { openEditor } from "./chain-editor.js";
import { choose, lastChainName } from "./decide.js";
import { form } from "./panel.js";
import { current } from "./rows.js";

export function init(root) {
  if (!form() || form().dataset.repeats) return;
  form().dataset.repeats = "on";
  on("repeat", () => {
    const last = localStorage.getItem(lastChainName());
    if (last === null || !current()) return false;
    const links = JSON.parse(last);
    if (!links.length) return choose(form().querySelector('[name="chain"][value="own_voice"]'));
    const carried = JSON.parse(root.querySelector("[data-carried-over]").dataset.carriedOver);
    openEditor(links.map((link) => ({ ...link, ...carried, ...(link.source ? {} : { mention: null }) })), "", { focus: false });
    return true;
  });
}
