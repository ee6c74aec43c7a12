/* Warn two minutes before the session ends, and prolong it at the press of a button. The server decides; this only tells. */
"use strict";

(() => {
  const warning = document.getElementById("session-warning");
  if (!warning) return;
  const WARN_BEFORE = 120;
  const idle = Number(warning.dataset.idle);
  const opened = Date.now();
  const absoluteEnd = opened + Number(warning.dataset.left) * 1000;
  let idleEnd = opened + idle * 1000;

  // Another page of this site that is being used keeps the same session alive.
  const others = "BroadcastChannel" in window ? new BroadcastChannel("acquis-session") : null;
  const alive = () => { idleEnd = Date.now() + idle * 1000; if (warning.open) warning.close(); };
  others?.postMessage("alive");
  others?.addEventListener("message", alive);
  document.addEventListener("htmx:afterRequest", () => { alive(); others?.postMessage("alive"); });

  const tell = (minutes) => {
    warning.querySelector("[data-remaining]").textContent = String(minutes);
    warning.querySelector('[data-unit="many"]').hidden = minutes < 2;
    warning.querySelector('[data-unit="one"]').hidden = minutes >= 2;
  };

  warning.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "error",
      });
      const left = (await answer.json()).seconds;
      if (!left) throw new Error("ended");
      alive();
      others?.postMessage("alive");
    } catch {
      location.assign(warning.dataset.ended);
    }
  });

  setInterval(() => {
    const left = Math.round((Math.min(idleEnd, absoluteEnd) - Date.now()) / 1000);
    if (left <= 0) {
      // Asking the page again makes the server say what happened, and where to resume.
      location.reload();
    } else if (left <= WARN_BEFORE) {
      tell(Math.max(1, Math.ceil(left / 60)));
      if (!warning.open) warning.showModal();
    }
  }, 5000);
})();
