// The door: Streamlit calls this for every change of data or theme.

import { guarded } from "./page.js";
import { Player } from "./player.js";

const PLAYERS = new WeakMap();

export default function mount({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".gdviz-player");
  guarded(root, async () => {
    if (!PLAYERS.has(root)) PLAYERS.set(root, new Player(root, data.key));
    await PLAYERS.get(root).update(data, setStateValue);
  });
  return () => {
    // Streamlit may call this while a newer call is alive on the same root.
    if (!root.isConnected) PLAYERS.get(root)?.gone();
  };
}
