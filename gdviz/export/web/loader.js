// Runs the scripts of the page in order, which stand in it compressed; one with an id is text for another. A failure is said in
// the player's place.

async function unpacked(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}

(async () => {
  try {
    for (const element of document.querySelectorAll('script[type="application/gzip"]')) {
      const text = await unpacked(element);
      if (element.id) element.textContent = text;
      else element.replaceWith(Object.assign(document.createElement("script"), { textContent: text }));
    }
  } catch (error) {
    document.querySelector(".gdviz-place").textContent = `This page could not be played: ${error.message}. A newer browser may do it.`;
  }
})();

// The element of a frame says in which colours the page around it is: `framed` in standalone.py.
window.addEventListener("message", ({ source, data }) => {
  if (source !== window.parent || !["light", "dark", "light dark"].includes(data?.scheme)) return;
  document.documentElement.style.colorScheme = data.scheme;
  window.dispatchEvent(new Event("gdviz-scheme"));
});
