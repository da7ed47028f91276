// The projector's style in the frame of the press: the page answers at once, and its script need not have run.

/** Put the last rule of a page's own style sheet in force, or out of it; sheets are those of the document. */
export function project(sheets, on) {
  for (const sheet of sheets) {
    if (!sheet.ownerNode?.closest?.("[data-testid=stHtml]")) continue;
    const last = sheet.cssRules[sheet.cssRules.length - 1];
    if (/^(not )?all$/.test(last?.media?.mediaText)) last.media.mediaText = on ? "all" : "not all";
  }
}
