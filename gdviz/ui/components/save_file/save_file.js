// A button that asks for a file, and saves it when it comes: the browser makes it of what is sent, no server keeps it.
// Cancel, which shows after a moment, takes the request back: the server ends its work, and what still comes is not saved.

const SLOW = 300; // milliseconds after which Cancel shows
const PATIENCE = 60000; // milliseconds after which the button can be pressed again, whatever comes

function bytesOf(text) {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** Save a file {name, mime, content} under its name. */
function save({ name, mime, content }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytesOf(content)], { type: mime }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), PATIENCE);
}

export default function ({ data, parentElement, setStateValue }) {
  const button = parentElement.querySelector(".gdviz-save");
  const word = parentElement.querySelector(".gdviz-save-word");
  const cancel = parentElement.querySelector(".gdviz-save-cancel");
  const rest = (text) => {
    button.removeAttribute("aria-busy");
    clearTimeout(button.slow);
    cancel.hidden = true;
    if (word.textContent !== text) word.textContent = text;
  };
  button.onclick = () => {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    word.textContent = "Making the file …";
    clearTimeout(button.waiting);
    button.waiting = setTimeout(() => rest(data.label), PATIENCE);
    button.slow = setTimeout(() => (cancel.hidden = false), SLOW);
    button.wanted = Date.now();
    setStateValue("wanted", button.wanted);
  };
  cancel.onclick = () => {
    button.cancelled = button.wanted;
    setStateValue("wanted", null);
    rest("Cancelled");
    button.focus();
  };
  receive(data, button, rest);
}

/** Save what has come, once, and let the button rest; what was cancelled is not saved. */
function receive(data, button, rest) {
  const answered = data.answered !== null && data.answered !== Number(button.dataset.answered);
  if (answered) button.dataset.answered = String(data.answered);
  if (answered && data.answered === button.cancelled) return;
  if (answered && data.file) save(data.file);
  const busy = button.getAttribute("aria-busy");
  if (answered) rest(data.file ? `Saved ${data.file.name}` : data.label);
  else if (!busy && button.cancelled !== button.wanted) rest(data.label);
}
