// What every page needs: fragments that refresh themselves, and an honest word when they cannot.
import htmx from "htmx.org/dist/htmx.esm.js";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyEnabled = false;
htmx.config.timeout = 10_000;

const lost = (isLost) => document.documentElement.classList.toggle("lost", isLost);
document.addEventListener("htmx:sendError", () => lost(true));
document.addEventListener("htmx:timeout", () => lost(true));
document.addEventListener("htmx:responseError", () => lost(true));
document.addEventListener("htmx:afterOnLoad", () => lost(false));

// A page that nobody looks at does not poll.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.matches("[data-live]")) event.preventDefault();
});

// "/" goes to the account field, as in most tools that people type in all day.
document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    document.getElementById("find-account")?.focus();
  }
});

// A filter form sends itself when a choice is made; without scripts its button does.
document.addEventListener("change", (event) => {
  const form = event.target instanceof Element && event.target.closest("form[data-auto]");
  if (form) form.requestSubmit();
});
