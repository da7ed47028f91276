// The offer of the course: seen by a browser's first visit, until it is taken or closed.

const OFFERED = "gdviz: the course was offered";

/** Storage that works or does nothing: a private window may refuse it. */
function remembered(value) {
  try {
    if (value) localStorage.setItem(OFFERED, value);
    return localStorage.getItem(OFFERED);
  } catch {
    return null;
  }
}

export default class Offer {
  constructor(root) {
    this.root = root;
    root.hidden = Boolean(remembered());
    remembered("1");
    root.querySelector(".gdviz-offer-close").addEventListener("click", () => (root.hidden = true));
    root.querySelector(".gdviz-offer-go").addEventListener("click", () => {
      root.hidden = true;
      [...document.querySelectorAll(".st-key-frame-pages a")].find((link) => link.textContent.trim() === "Learn")?.click();
    });
  }

  update() {}
}
