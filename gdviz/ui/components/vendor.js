// Libraries from our own server, each only when it is wanted: Plotly's bundle for charts, its 3-D bundle, and what writes films.

const BUNDLES = { flat: "plotly-cartesian.min.js", space: "plotly-gl3d.min.js" };
const VERSION = "4.1.1";
const MODULES = { mediabunny: "mediabunny.min.js?v=1.61.0", gifenc: "gifenc.esm.js?v=1.0.3" };
const arriving = (window.__gdvizPlotly = window.__gdvizPlotly || {});

/** The places where the static files may be: as Python says, or beside Streamlit's own scripts (behind a proxy). */
function vendorPlaces(path) {
  const script = document.querySelector('script[src*="static/js/"]');
  const besides = script ? [script.src.replace(/static\/js\/.*$/, "app/static/vendor/")] : [];
  return [...new Set([new URL(path, document.baseURI).href, ...besides])];
}

function loadScript(url) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Error(`no answer from ${url}`));
    document.head.append(script);
  });
}

async function loadBundle(name, path) {
  for (const place of vendorPlaces(path)) {
    const before = window.Plotly;
    delete window.Plotly;
    // A wrong path answers 200 with a page, which is a syntax error and leaves no Plotly behind.
    await loadScript(`${place}${BUNDLES[name]}?v=${VERSION}`).catch(() => null);
    const found = window.Plotly;
    if (before) window.Plotly = before;
    if (found) return found;
  }
  throw new Error("The drawing library did not arrive. Reload the page; if it stays so, static files are not served.");
}

// One bundle at a time: both announce themselves under the same global name.
let queue = Promise.resolve();

/** The Plotly of one bundle ("flat" or "space"), loaded once per page. */
export function plotlyFor(name, path) {
  if (!arriving[name]) {
    arriving[name] = queue.then(() => loadBundle(name, path));
    queue = arriving[name].catch(() => null);
    arriving[name].catch(() => delete arriving[name]);
  }
  return arriving[name];
}

/** The text of the module "mediabunny" or "gifenc". */
export async function vendorText(name, path) {
  for (const place of vendorPlaces(path)) {
    const answer = await fetch(`${place}${MODULES[name]}`).catch(() => null);
    const text = answer?.ok ? await answer.text() : "";
    if (text && !text.trimStart().startsWith("<")) return text; // a wrong path answers 200 with a page
  }
  throw new Error("the library that writes it did not arrive. Reload the page; if it stays so, static files are not served.");
}
