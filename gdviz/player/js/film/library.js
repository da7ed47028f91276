// Libraries that are loaded when a film is made: each host brings their text, and it becomes a module here.

const LOADED = new Map();

/** library(name) for films, from a host's `textOf(name)`, a promise of a module's text; each is loaded once in a page. */
export function libraryFrom(textOf) {
  return (name) => {
    if (!LOADED.has(name)) {
      LOADED.set(name, moduleOf(textOf, name));
      LOADED.get(name).catch(() => LOADED.delete(name));
    }
    return LOADED.get(name);
  };
}

async function moduleOf(textOf, name) {
  const address = URL.createObjectURL(new Blob([await textOf(name)], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}
