/* Suggestions while one types, as the combobox pattern has it: the field keeps the focus, arrows choose, Enter takes,
   Escape closes. Without this script the field is a plain one, and nothing is missing. */
"use strict";

(() => {
  const DELAY = 150;

  const attach = (input) => {
    if (input.dataset.suggesting) return;
    input.dataset.suggesting = "true";
    const list = document.createElement("ul");
    list.id = `${input.id}-suggestions`;
    list.className = "suggestions";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestionsLabel);
    list.hidden = true;
    input.after(list);
    input.parentElement.classList.add("suggests");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);

    let waiting, asked = "", at = -1;
    const options = () => [...list.children];

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const move = (to) => {
      const all = options();
      if (!all.length) return;
      at = (to + all.length) % all.length;
      all.forEach((each, n) => each.setAttribute("aria-selected", String(n === at)));
      all[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", all[at].id);
    };
    const take = (option) => {
      input.value = option.dataset.text;
      const place = option.dataset.place && input.form.elements.lieu;
      if (place) { place.value = option.dataset.place; input.value = option.dataset.words; }
      close();
      input.form.requestSubmit();
    };
    const show = (found) => {
      list.replaceChildren(...found.map((each, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.text = each.text;
        if (each.place) Object.assign(option.dataset, { place: each.place, words: each.words });
        const kind = document.createElement("span");
        kind.className = "suggestion-kind";
        kind.textContent = each.kind;
        option.append(each.label, " ", kind);
        option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
        return option;
      }));
      at = -1;
      input.removeAttribute("aria-activedescendant");
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(found.length > 0));
    };

    input.addEventListener("input", () => {
      clearTimeout(waiting);
      const typed = input.value.trim();
      if (typed.length < 2) { close(); return; }
      waiting = setTimeout(async () => {
        asked = typed;
        try {
          const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
          const found = (await answer.json()).suggestions;
          // What was asked before and answers later is of no use any more.
          if (asked === typed && document.activeElement === input) show(found);
        } catch { close(); }
      }, DELAY);
    });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
      else if (list.hidden) return;
      else if (event.key === "ArrowDown") { event.preventDefault(); move(at + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); move(at < 0 ? options().length - 1 : at - 1); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(options()[at]); }
    });
    input.addEventListener("blur", close);
  };

  const everywhere = () => document.querySelectorAll("[data-suggest]").forEach(attach);
  everywhere();
  document.addEventListener("htmx:afterSettle", everywhere);
})();
