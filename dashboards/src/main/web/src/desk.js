// Work from the keyboard: what a key does stands on the element that it presses (data-key), rows are walked with j and k.
const typing = (target) => target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), select, textarea");
const rows = () => [...document.querySelectorAll("[data-row]")];
let at = -1;

const walk = (step) => {
  const all = rows();
  if (all.length === 0) return;
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  all.forEach((row, index) => row.classList.toggle("at", index === at));
  all[at].querySelector("[data-open]")?.focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const pressed = event.key.toLowerCase();
  if (pressed === "?") document.getElementById("keys")?.showModal();
  else if (pressed === "j") walk(1);
  else if (pressed === "k") walk(-1);
  else if (pressed === "x" && at >= 0) rows()[at]?.querySelector("[type=checkbox]")?.click();
  else if (pressed === "enter" && document.querySelector("#decide [name=decision]:checked") && event.target.tagName !== "BUTTON" && event.target.tagName !== "A")
    document.querySelector("#decide button.main").click();
  else {
    const own = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === pressed);
    if (!own) return;
    own.focus();
    own.click();
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-help]")) document.getElementById("keys")?.showModal();
});

// The list does not refresh itself under somebody who picks from it; the row that is walked to stays so.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "queue-rows" && event.detail.elt.querySelector("[name=case]:checked")) event.preventDefault();
});
document.addEventListener("htmx:afterSwap", () => {
  const row = rows()[at];
  row?.classList.add("at");
  if (document.activeElement === document.body) row?.querySelector("[data-open]")?.focus();
});
