/* What every page has: keys, dialogs, and forms that are not sent twice.
   Everything here is help; each act also works without it.

   data-key="n"      pressing N clicks (or focuses) that element; its words explain the key in the help
   data-row          J and K move among these; Enter opens the link in it that is marked data-open
   data-opens="id"   opens that <dialog>; data-closes closes the one it is in
   data-ask="…"      a form or button that asks back before it is sent */
"use strict";
(() => {
  const OFF = "alur-keys-off";
  document.documentElement.classList.add("has-js");
  const isTyping = (at) => at.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
  const areOff = () => localStorage.getItem(OFF) === "1";
  const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  const current = () => document.querySelector("[data-row].sel");

  function choose(row) {
    const before = current();
    if (before && before !== row) { before.classList.remove("sel"); before.removeAttribute("aria-selected"); }
    if (!row) return;
    row.classList.add("sel");
    row.scrollIntoView({ block: "nearest" });
    const link = row.querySelector("[data-open]");
    if (link) link.focus({ preventScroll: true });
    row.dispatchEvent(new CustomEvent("alur:row", { bubbles: true }));
  }
  function move(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    choose(all[Math.min(Math.max(at + by, 0), all.length - 1)] || all[0]);
  }
  const MOVES = { j: 1, k: -1 };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || areOff() || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key in MOVES && rows().length) { event.preventDefault(); move(MOVES[key]); return; }
    if (key === "Enter" && event.target === document.body && current()) {
      const link = current().querySelector("[data-open]");
      if (link) { event.preventDefault(); link.click(); }
      return;
    }
    const within = current();
    const named = `[data-key="${CSS.escape(key)}"]`;
    const found = (within && within.querySelector(named)) || document.querySelector(named);
    if (!found || found.disabled) return;
    event.preventDefault();
    if (found.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) { found.focus(); found.select && found.select(); }
    else found.click();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog && dialog.showModal && !dialog.open) { event.preventDefault(); explain(dialog); dialog.showModal(); }
    }
    if (event.target.closest("[data-closes]")) { const dialog = event.target.closest("dialog"); if (dialog) { event.preventDefault(); dialog.close(); } }
    const row = event.target.closest("[data-row]");
    if (row && !event.target.closest("a, button, input, label")) choose(row);
  });

  function explain(dialog) {
    const list = dialog.querySelector("#keys-list");
    if (!list) return;
    const seen = new Set();
    list.replaceChildren(...[...document.querySelectorAll("[data-key], [data-keys-also]")].flatMap((one) => {
      const key = one.dataset.key || one.dataset.keysAlso;
      const words = one.dataset.keyWords || one.getAttribute("aria-label") || (one.labels && one.labels[0] && one.labels[0].textContent) || one.textContent;
      if (seen.has(key) || !words) return [];
      seen.add(key);
      const item = document.createElement("li"), cap = document.createElement("kbd"), told = document.createElement("span");
      cap.textContent = key.toUpperCase(); told.textContent = words.trim().replace(/\s+/g, " ");
      item.append(cap, told);
      return [item];
    }));
    const off = dialog.querySelector("#keys-off");
    off.checked = areOff();
    off.onchange = () => localStorage.setItem(OFF, off.checked ? "1" : "0");
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const ask = (event.submitter && event.submitter.dataset.ask) || form.dataset.ask;
    if (ask && !window.confirm(ask)) { event.preventDefault(); return; }
    if (form.method === "post" && !event.defaultPrevented) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
})();
