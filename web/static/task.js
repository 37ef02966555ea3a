/* Tasks: drafts by themselves, ten seconds to undo, names behind @, documents looked at and dropped.
   Each is help; every form also works without it. */
"use strict";
(() => {
  const DRAFT_AFTER = 3000, HOLD_SECONDS = 10, MOST_NAMES = 6;
  const told = (box, words) => { if (box && box.textContent !== words) box.textContent = words; };
  const content = (form) => new URLSearchParams([...new FormData(form)].filter(([, one]) => typeof one === "string"));
  const post = (url, form, header) =>
    fetch(url, { method: "POST", body: content(form), headers: header ? { [header]: "1" } : {}, redirect: "manual", credentials: "same-origin" });

  /* The reason and the documents belong to some answers only. */
  function fits(form) {
    const chosen = form.querySelector("[name=outcome]:checked");
    for (const box of form.querySelectorAll("[data-of]")) {
      box.hidden = !(chosen && box.dataset.of in chosen.dataset) && !box.querySelector("[aria-invalid]");
      const text = box.querySelector("textarea");
      if (box.dataset.of === "why") text.setAttribute("aria-required", String(Boolean(chosen && "must" in chosen.dataset)));
    }
  }

  /* Drafts: a while after the last key, when a field or the page is left. */
  function drafting(form, isKept) {
    const saved = form.querySelector("[data-saved]");
    let last = isKept ? content(form).toString() : "", timer = 0, busy = false;
    const differs = () => content(form).toString() !== last;
    async function save() {
      clearTimeout(timer);
      if (busy || form.dataset.gone || !differs()) return;
      busy = true;
      const now = content(form).toString();
      try {
        const answer = await post(form.dataset.draft, form, "Alur-Quiet");
        if (answer.type === "opaqueredirect") lost();
        else {
          const said = await answer.json();
          if (answer.ok) { last = now; told(saved, said.saved); } else { last = now; told(saved, said.title); }
        }
      } catch { told(saved, form.dataset.draftAway); timer = setTimeout(save, 4 * DRAFT_AFTER); }
      busy = false;
      if (differs() && !timer) timer = setTimeout(save, DRAFT_AFTER);
    }
    function lost() {
      const link = document.createElement("a");
      link.href = `/sign-in?next=${encodeURIComponent(new URL(form.action).pathname)}&kept=1`;
      link.textContent = form.dataset.draftLost;
      saved.replaceChildren(link);
      last = content(form).toString();
    }
    form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(() => { timer = 0; save(); }, DRAFT_AFTER); });
    form.addEventListener("focusout", () => save());
    addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
    if (!isKept) timer = setTimeout(() => { timer = 0; save(); }, DRAFT_AFTER);
    return { stop() { form.dataset.gone = "1"; clearTimeout(timer); }, go() { delete form.dataset.gone; save(); } };
  }

  /* A form that was refused comes back in its place, with what is wrong; the page around it stays. */
  const mended = (form) => {
    form.closest("section").querySelectorAll("[data-refused], .err").forEach((one) => one.remove());
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  };
  function refuse(form, page) {
    const card = new DOMParser().parseFromString(page, "text/html").getElementById(form.closest("section").id);
    const fresh = card && card.querySelector("form[data-task]"), why = card && card.querySelector("[data-refused]");
    if (!fresh || !why) return false;
    mended(form);
    form.before(why); form.replaceWith(fresh);
    working(fresh, false); fresh.querySelectorAll("[data-mentions]").forEach(naming);
    point(fresh.closest("section"));
    return true;
  }

  /* Undo: what was not sent yet need not be taken back. */
  function holding(form, draft) {
    const bar = form.querySelector("[data-hold-bar]"), said = bar.querySelector("[data-hold-said]");
    const rest = [...form.children].filter((one) => one !== bar && one.type !== "hidden");
    let timer = 0, since = 0, back = null;
    const isHeld = () => timer !== 0;
    /* The page that comes was asked for before: inbox.js asks again where it still shows the task. */
    function passed(task) { try { sessionStorage.setItem("alur-sent", `${location.pathname}#${task}`); } catch { /* not kept: it shows the task a while longer */ } }
    function end() { clearInterval(timer); timer = 0; form.classList.remove("held"); rest.forEach((one) => { one.inert = false; }); bar.hidden = true; }
    function send() { end(); told(said, form.dataset.held); draft.stop(); form.dataset.sure = "1"; form.submit(); }
    function undo() { end(); draft.go(); const saved = form.querySelector("[data-saved]"); told(saved, form.dataset.undone); if (back) back.focus(); }
    function tick() {
      const left = HOLD_SECONDS - Math.floor((performance.now() - since) / 1000);
      bar.querySelector("[data-left]").textContent = String(Math.max(left, 0));
      bar.querySelector("[data-ring]").setAttribute("stroke-dasharray", `${Math.max(left, 0) * 10} 100`);
      if (left <= 0) send();
    }
    function hold(button) {
      back = button; since = performance.now(); draft.stop(); mended(form);
      bar.hidden = false; form.classList.add("held");
      rest.forEach((one) => { one.inert = true; });
      told(said, ""); requestAnimationFrame(() => told(said, form.dataset.hold));
      timer = setInterval(tick, 250); tick();
      bar.querySelector("[data-undo]").focus();
    }
    const signs = () => { const one = form.querySelector("[name=outcome]:checked"); return "signs" in form.dataset || Boolean(one && "signs" in one.dataset); };
    form.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (form.dataset.sure || (button && button.hasAttribute("formaction"))) { draft.stop(); return; }
      if (signs()) { draft.stop(); return; }
      event.preventDefault();
      if (isHeld() || form.dataset.asking) return;
      form.dataset.asking = "1"; draft.stop();
      let fine = false, said = "";
      try {
        const answer = await post(form.action, form, "Alur-Rehearse");
        fine = answer.status === 204; said = fine ? "" : await answer.text();
      } catch { /* what stands in the way the page says */ }
      delete form.dataset.asking;
      if (fine) hold(button); else if (!refuse(form, said)) { form.dataset.sure = "1"; form.submit(); }
    });
    bar.querySelector("[data-undo]").addEventListener("click", undo);
    bar.querySelector("[data-now]").addEventListener("click", send);
    bar.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.preventDefault(); undo(); } });
    addEventListener("pagehide", () => { if (isHeld()) { end(); navigator.sendBeacon(form.action, content(form)); passed(form.closest("section").id); } });
    addEventListener("pageshow", () => { delete form.dataset.sure; delete form.dataset.gone; });
  }

  /* Names behind @. */
  const people = new Map();
  async function known(url) {
    if (!people.has(url)) people.set(url, fetch(url, { credentials: "same-origin" }).then((one) => (one.ok ? one.json() : [])).catch(() => []));
    return people.get(url);
  }
  let lists = 0;
  function naming(field) {
    const url = field.closest("[data-people]").dataset.people;
    const place = document.createElement("div"), list = document.createElement("ul");
    list.id = `names-${++lists}`; list.setAttribute("role", "listbox"); list.setAttribute("aria-label", "@"); list.hidden = true;
    place.className = "names"; place.append(list); field.after(place);
    field.setAttribute("aria-autocomplete", "list"); field.setAttribute("aria-controls", list.id);
    const asked = () => /(?:^|[^\w@.])@([\w.@-]{0,40})$/.exec(field.value.slice(0, field.selectionStart));
    const shut = () => { list.hidden = true; list.replaceChildren(); field.removeAttribute("aria-activedescendant"); };
    const options = () => [...list.children];
    function choose(at) {
      options().forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
      field.setAttribute("aria-activedescendant", options()[at].id);
    }
    function take(id) {
      const found = asked(); if (!found) return shut();
      const end = field.selectionStart, begin = end - found[1].length;
      field.setRangeText(`${id} `, begin, end, "end"); shut(); field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    async function offer() {
      const found = asked(); if (!found) return shut();
      const said = found[1].toLowerCase(), all = await known(url);
      if (asked()?.[1].toLowerCase() !== said) return undefined;
      const fit = all.filter((one) => one.id.toLowerCase().startsWith(said) || one.name.toLowerCase().split(/\s+/).some((word) => word.startsWith(said))).slice(0, MOST_NAMES);
      if (!fit.length || (fit.length === 1 && fit[0].id === said)) return shut();
      list.replaceChildren(...fit.map((one, n) => {
        const item = document.createElement("li"), id = document.createElement("span");
        item.id = `${list.id}-${n}`; item.setAttribute("role", "option"); item.dataset.id = one.id;
        id.className = "mono mut"; id.textContent = `@${one.id}`; item.append(one.name, id);
        item.addEventListener("mousedown", (event) => { event.preventDefault(); take(one.id); });
        return item;
      }));
      list.hidden = false; choose(0); return undefined;
    }
    field.addEventListener("input", offer);
    field.addEventListener("blur", shut);
    field.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      const all = options(), at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves) { event.preventDefault(); choose((at + moves[event.key] + all.length) % all.length); }
      else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(all[at].dataset.id); }
      else if (event.key === "Escape") { event.preventDefault(); shut(); }
    });
  }

  /* Documents: chosen or dropped, and looked at where they are listed. */
  function bringing(form) {
    const words = form.querySelector("[data-upload-words]"), plain = words.textContent;
    const fields = [...form.querySelectorAll("input[type=file]")];
    function count() {
      const n = fields.reduce((sum, one) => sum + one.files.length, 0);
      words.textContent = n ? form.dataset.chosen.replace("{n}", n) : plain;
      form.querySelector("[data-upload]").classList.toggle("p", n > 0);
      fields.forEach((one) => { one.closest("[data-drop]").querySelector("[data-names]").textContent = [...one.files].map((file) => file.name).join(", "); });
    }
    fields.forEach((one) => one.addEventListener("change", count));
    for (const shelf of form.querySelectorAll("[data-drop]")) {
      const field = shelf.querySelector("input[type=file]");
      shelf.addEventListener("dragover", (event) => { event.preventDefault(); shelf.classList.add("over"); });
      shelf.addEventListener("dragleave", () => shelf.classList.remove("over"));
      shelf.addEventListener("drop", (event) => {
        event.preventDefault(); shelf.classList.remove("over");
        const all = new DataTransfer();
        for (const file of [...field.files, ...event.dataTransfer.files]) all.items.add(file);
        field.files = all.files; count();
      });
    }
  }
  function peek(link) {
    const row = link.closest("li"), open = row.querySelector(".peek-box");
    if (open) { open.remove(); link.setAttribute("aria-expanded", "false"); return; }
    const box = document.createElement("div"), head = document.createElement("header"), shut = document.createElement("button");
    const view = document.createElement(link.dataset.peek === "image" ? "img" : "iframe");
    box.className = "peek-box"; shut.className = "btn s"; shut.type = "button"; shut.textContent = link.dataset.close;
    view.src = link.href;
    if (link.dataset.peek === "image") view.alt = link.textContent; else view.title = link.textContent;
    shut.addEventListener("click", () => { box.remove(); link.setAttribute("aria-expanded", "false"); link.focus(); });
    head.append(shut); box.append(head, view); row.append(box);
    link.setAttribute("aria-expanded", "true");
  }

  function working(form, isKept) {
    fits(form); form.addEventListener("change", () => fits(form));
    holding(form, drafting(form, isKept));
  }
  const point = (within) => { const first = within.querySelector("#refused, [aria-invalid]"); if (first && !document.querySelector("[autofocus]")) first.focus(); };
  document.querySelectorAll("form[data-task]").forEach((form) => working(form, true));
  document.querySelectorAll("[data-mentions]").forEach(naming);
  document.querySelectorAll("form[data-files]").forEach(bringing);
  document.querySelectorAll("[data-peek]").forEach((link) => {
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); peek(link); } });
  });
  point(document);
})();
