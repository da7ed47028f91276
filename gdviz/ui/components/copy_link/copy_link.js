function copyBySelection(text) {  // for http:// on a local network, where there is no navigator.clipboard
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector(".gdviz-copy");
  const word = parentElement.querySelector(".gdviz-copy-word");
  button.onclick = async () => {
    const address = new URL(window.location.href);
    address.search = data.query;  // the address bar may be a moment late
    const player = document.querySelector(".gdviz-player");
    if (player && data.framed && player.dataset.frame !== String(player.dataset.frames - 1)) {
      address.searchParams.set("frame", player.dataset.frame);
    } else {
      address.searchParams.delete("frame");
    }
    address.search = address.search.replaceAll("%7E", "~");  // as the address bar writes it
    try { await navigator.clipboard.writeText(address.href); } catch { copyBySelection(address.href); }
    button.dataset.copied = address.href;
    word.textContent = "Copied";
    setTimeout(() => { word.textContent = "Copy link"; delete button.dataset.copied; }, 2000);
  };
}
