/* The counter without a hand off the keyboard. Everything here is help: each act works without it.

   data-pick="id"      letters typed there choose among the list of that id (a combobox, ARIA 1.2)
   data-find-person    a whole NIK is looked for as soon as it is left or Enter is pressed in it
   data-tick-all="n"   ticks every box of that name
   data-opens-case     a form with documents: what is refused comes back with all others still chosen;
                       data-drops asks back before it is left and those that were chosen go
   data-once="case"    a form that sends itself the first time it is shown: the receipt */
"use strict";
(() => {
  const NIK = /^\d{16}$/;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  /* ---- choosing a service ---- */
  const box = document.querySelector("[data-pick]");
  if (box) {
    const list = document.getElementById(box.dataset.pick), items = [...list.children];
    const count = document.getElementById("pick-count"), none = document.querySelector(".cnone");
    let at = -1, shown = items;
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", list.id);
    box.setAttribute("aria-expanded", "true");
    list.setAttribute("role", "listbox");
    const link = (item) => item.querySelector("a");
    for (const item of items) {  // the link is the option: nothing to press may lie within one
      item.setAttribute("role", "presentation");
      link(item).setAttribute("role", "option");
      link(item).tabIndex = -1;
    }

    const rank = (item, typed) => {
      if (!typed) return 0;
      const words = plain(item.dataset.find).split(/[^\p{L}\p{N}]+/u);
      const parts = typed.split(/\s+/);
      if (plain(item.textContent.trim()).startsWith(typed)) return 1;
      if (words.map((word) => word[0]).join("").includes(typed.replace(/\s+/g, ""))) return 3;
      if (parts.every((part) => words.some((word) => word.startsWith(part)))) return 2;
      return parts.every((part) => plain(item.dataset.find).includes(part)) ? 4 : 9;
    };
    const choose = (place) => {
      at = shown.length ? Math.min(Math.max(place, 0), shown.length - 1) : -1;
      for (const item of items) { const on = item === shown[at]; item.classList.toggle("on", on); link(item).setAttribute("aria-selected", String(on)); }
      if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
      box.setAttribute("aria-activedescendant", link(shown[at]).id);
      shown[at].scrollIntoView({ block: "nearest" });
    };
    const filter = () => {
      const typed = plain(box.value.trim());
      const ranked = items.map((item, place) => [rank(item, typed), place, item]);
      shown = ranked.filter(([how]) => how < 9).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , item]) => item);
      for (const item of items) item.hidden = !shown.includes(item);
      list.append(...shown);
      none.hidden = shown.length > 0;
      count.textContent = `${shown.length} ${count.dataset.words}`;
      choose(0);
    };
    box.addEventListener("input", filter);
    box.addEventListener("keydown", (event) => {
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
      if (by) { event.preventDefault(); choose(at + by); return; }
      if (event.key === "Enter" && at >= 0) { event.preventDefault(); link(shown[at]).click(); }
      if (event.key === "Escape" && box.value) { event.preventDefault(); box.value = ""; filter(); }
    });
    choose(0);
  }

  /* ---- who it is: looked for where the form stands, nothing else of it touched ---- */
  const page = async (form, act) => {
    const said = new FormData(form);
    said.set("act", act);
    return fetch(form.action, { method: "POST", body: new URLSearchParams([...said].filter(([, one]) => typeof one === "string")), credentials: "same-origin" });
  };
  const finder = document.querySelector("[data-find-person]");
  if (finder) {
    const form = finder.form, nik = finder.parentElement.querySelector("input"), name = document.getElementById("applicant");
    let asked = "", looking = false;
    const look = async (moves) => {
      const typed = nik.value.replace(/[ .]/g, "");
      if (!NIK.test(typed)) return false;
      if (typed === asked || looking) { if (moves) name.focus(); return true; }
      looking = true;
      try {
        const answer = await page(form, "find");
        const told = await answer.text();
        if (answer.redirected) { location.assign(answer.url); return true; }
        const found = new DOMParser().parseFromString(told, "text/html");
        const known = found.getElementById("known"), fresh = found.getElementById("applicant");
        if (!known || !answer.ok) return false;
        asked = typed;
        document.getElementById("known").replaceChildren(...known.childNodes);
        nik.removeAttribute("aria-invalid");
        if (!name.value && fresh && fresh.value) { name.value = fresh.value; name.select(); }
        if (moves) name.focus();
        return true;
      } catch { return false; } finally { looking = false; }
    };
    nik.addEventListener("change", () => look(false));
    nik.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !NIK.test(nik.value.replace(/[ .]/g, ""))) return;
      event.preventDefault();
      look(true).then((done) => { if (!done) finder.click(); });
    });
    finder.addEventListener("click", (event) => {
      if (!NIK.test(nik.value.replace(/[ .]/g, "")) || event.detail === 0) return;
      event.preventDefault();
      asked = "";
      look(true).then((done) => { if (!done) form.requestSubmit(finder); });
    });
  }

  document.addEventListener("click", (event) => {
    const all = event.target.closest("[data-tick-all]");
    if (all) {
      const boxes = [...all.closest("form").querySelectorAll("input[type=checkbox]")].filter((one) => one.name === all.dataset.tickAll);
      const on = boxes.some((one) => !one.checked);
      for (const one of boxes) one.checked = on;
    }
  });

  /* ---- opening: documents stay chosen when something is refused ---- */
  const keepOthers = (input, refused) => {
    const kept = new DataTransfer();
    for (const file of input.files) if (!refused.includes(file.name)) kept.items.add(file);
    input.files = kept.files;
  };
  let busy = false;
  const send = async (form) => {
    const chosen = new Map([...form.querySelectorAll("input[type=file]")].map((one) => [one.id, one]));
    const answer = await fetch(form.action, { method: "POST", body: (() => { const said = new FormData(form); said.set("act", "open"); return said; })(), credentials: "same-origin" });
    const told = await answer.text(); // read to its end, so that nothing is broken off by leaving
    if (answer.redirected) { location.assign(answer.url); return; }
    const fresh = new DOMParser().parseFromString(told, "text/html").getElementById("content");
    for (const input of fresh.querySelectorAll("input[type=file]")) {
      const before = chosen.get(input.id);
      if (!before) continue;
      for (const name of ["aria-invalid", "aria-describedby"]) { if (input.hasAttribute(name)) before.setAttribute(name, input.getAttribute(name)); else before.removeAttribute(name); }
      const refused = [...input.closest("li").querySelectorAll("[data-refused]")].map((one) => one.dataset.refused);
      if (refused.length) keepOthers(before, refused);
      input.replaceWith(before);
    }
    document.getElementById("content").replaceChildren(...fresh.childNodes);
    const first = document.querySelector("#content [autofocus], #content [aria-invalid]");
    if (first) first.focus();
    scrollTo({ top: 0 });
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-opens-case]")) return;
    if (event.submitter && event.submitter.value !== "open") {
      const chosen = [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);
      if (chosen && !window.confirm(form.dataset.drops)) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    send(form).catch(() => {
      const act = document.createElement("input");
      act.type = "hidden"; act.name = "act"; act.value = "open";
      form.append(act);
      form.submit();
    }).finally(() => { busy = false; form.removeAttribute("aria-busy"); });
  }, true);

  /* ---- the receipt, by itself the first time: coming back shows the page ---- */
  const once = document.querySelector("form[data-once]");
  if (once) {
    const name = `alur-receipt-${once.dataset.once}`;
    const go = () => { sessionStorage.setItem(name, "1"); once.requestSubmit(); };
    if (!sessionStorage.getItem(name)) addEventListener("load", () => setTimeout(go, 50)); // after it, so that one can come back
  }
})();
