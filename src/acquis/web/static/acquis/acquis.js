/* What every page gains from a script; every page works without it. */
"use strict";

// The summary of errors receives the focus, so that it is read first.
document.querySelector("[data-focus]")?.focus();

// One press of a button sends a form once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "true";
  // A page restored from the browser's memory may be sent again.
  window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
});

// A control marked so sends its form as soon as it changes; the button of the form then disappears.
for (const control of document.querySelectorAll("[data-sends]")) {
  control.addEventListener("change", () => control.form.requestSubmit());
}

// While a part of the page is being fetched, assistive tools are told.
document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What one opened stays open when its part of the page comes again.
document.addEventListener("htmx:beforeSwap", (event) => {
  const open = [...event.detail.target.querySelectorAll("details[open][id]")].map((each) => each.id);
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  }, { once: true });
});

// An address to copy is selected whole.
document.addEventListener("focusin", (event) => {
  if (event.target.matches("[data-select]")) event.target.select();
});
