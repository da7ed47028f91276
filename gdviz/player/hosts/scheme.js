// The colour scheme of a notebook: JupyterLab, VS Code, marimo and Colab each say it on the page in a way of their own.

const LIGHT = ["light", "light-theme", "vscode-light", "vscode-high-contrast-light"];
const DARK = ["dark", "dark-theme", "vscode-dark", "vscode-high-contrast"];

/** "light" or "dark" where the page says which, else "light dark", the system's choice. */
export function schemeOf({ body, documentElement: root }) {
  const lab = { true: "light", false: "dark" }[body.dataset.jpThemeLight];
  const names = [lab, root.getAttribute("theme"), root.dataset.theme, body.dataset.theme, ...root.classList, ...body.classList];
  if (names.some((name) => LIGHT.includes(name))) return "light";
  return names.some((name) => DARK.includes(name)) ? "dark" : "light dark";
}

/** Call take(scheme) now and whenever the notebook changes it; returns what ends that. */
export function followScheme(take) {
  let scheme = schemeOf(document);
  const observer = new MutationObserver(() => schemeOf(document) !== scheme && take((scheme = schemeOf(document))));
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: ["class", "theme", "data-theme", "data-jp-theme-light"] });
  }
  take(scheme);
  return () => observer.disconnect();
}
