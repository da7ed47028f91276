// The colour scheme of the notebook around the player, as each kind of notebook says it.

import assert from "node:assert/strict";
import test from "node:test";

import { schemeOf } from "../gdviz/player/hosts/scheme.js";

const page = ({ body = [], root = [], data = {}, theme = null, rootData = {} }) => ({
  body: { dataset: data, classList: body },
  documentElement: { dataset: rootData, classList: root, getAttribute: () => theme },
});

for (const [kind, scheme, said] of [
  ["JupyterLab", "dark", { data: { jpThemeLight: "false", jpThemeName: "JupyterLab Dark" }, body: ["jp-ThemedContainer"] }],
  ["JupyterLab", "light", { data: { jpThemeLight: "true" } }],
  ["VS Code", "dark", { body: ["vscode-dark"] }],
  ["VS Code, high contrast", "dark", { body: ["vscode-high-contrast"] }],
  ["VS Code, high contrast and light", "light", { body: ["vscode-high-contrast", "vscode-high-contrast-light"] }],
  ["marimo", "dark", { body: ["dark", "dark-theme"] }],
  ["marimo", "light", { body: ["light", "light-theme"] }],
  ["Colab", "dark", { theme: "dark" }],
  ["a page that says nothing", "light dark", { data: { theme: "fancy" }, body: ["lighthouse"] }],
]) {
  test(`${kind} is ${scheme}`, () => assert.equal(schemeOf(page(said)), scheme));
}
