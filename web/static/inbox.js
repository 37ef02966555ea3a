/* The inbox: a task beside the list, what came meanwhile, more rows, boxes that are counted.
   Without it the same links and buttons load the page. Written without htmx, which a first visit here need not wait for. */
"use strict";
(() => {
  const NEWS_EVERY = 20000, SETTLED = 120, SENT = 800;
  const all = (name, within = document) => [...within.querySelectorAll(name)];
  const boxes = () => all("#bulk input[name=task]:not(:disabled)");
  let asked = null, soon = 0;

  async function part(address, signal, more) {
    const answer = await fetch(address, { signal, headers: { accept: "text/html", ...more } });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status)); // signed out, or gone
    return answer.text();
  }

  async function preview(address) {
    const panel = document.getElementById("preview");
    if (asked) asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      panel.innerHTML = await part(address.replace("/inbox", "/inbox/preview"), signal);
    } catch (error) {
      if (!signal.aborted) location.assign(address);
      return;
    }
    panel.scrollTop = 0;
    panel.classList.toggle("open", panel.querySelector(".iclose") !== null);
    history.replaceState(null, "", address);
  }

  async function news() {
    const line = document.getElementById("news");
    if (!line || document.hidden) return;
    try { line.innerHTML = await part(line.dataset.news, undefined, { "Alur-Quiet": "1" }); } catch { clearInterval(listening); }
  }
  const listening = setInterval(news, NEWS_EVERY);

  async function more(link) {
    const kept = new Set(boxes().filter((box) => box.checked).map((box) => box.value));
    const last = all("[data-row]").length;
    try {
      const page = new DOMParser().parseFromString(await part(link.href), "text/html");
      document.getElementById("list").replaceWith(page.getElementById("list"));
    } catch { location.assign(link.href); return; }
    boxes().forEach((box) => { box.checked = kept.has(box.value); });
    history.replaceState(null, "", link.href);
    count();
    const first = all("[data-row] [data-open]")[last];
    if (first) first.focus({ preventScroll: true });
  }

  function count() {
    const picked = boxes().filter((box) => box.checked).length;
    const told = document.getElementById("picked"), every = document.getElementById("pick-all");
    if (told) { told.hidden = !picked; told.textContent = `(${picked})`; }
    if (every) { every.checked = picked > 0 && picked === boxes().length; every.indeterminate = picked > 0 && !every.checked; }
  }

  document.addEventListener("alur:row", (event) => {
    const link = event.target.querySelector("[data-shows]");
    clearTimeout(soon);
    if (link) soon = setTimeout(() => preview(link.getAttribute("href")), SETTLED);
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-shows], a.iclose, a[data-more]");
    if (!link) return;
    event.preventDefault();
    if (link.matches("[data-more]")) { more(link); return; }
    all(".ilist .sel").forEach((row) => row.classList.remove("sel"));
    const row = link.closest("[data-row]");
    if (row) row.classList.add("sel");
    preview(link.getAttribute("href"));
  });
  document.addEventListener("change", (event) => {
    const at = event.target;
    if (at.id === "pick-all") boxes().forEach((box) => { box.checked = at.checked; });
    if (at.matches("[data-asks] select")) { at.form.requestSubmit(); return; }
    count();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-asks]")) return;
    for (const field of event.target.elements) if (field.name && !field.value) field.disabled = true; // addresses stay short
  });
  /* A task that was sent by leaving its page stands here once more: this page was asked for before. */
  function unsent() {
    let sent = null;
    try { sent = sessionStorage.getItem("alur-sent"); sessionStorage.removeItem("alur-sent"); } catch { return; }
    if (sent && all("[data-row] a").some((one) => one.pathname + one.hash === sent)) setTimeout(() => location.reload(), SENT);
  }
  addEventListener("pageshow", () => {
    unsent();
    all("[data-asks] :disabled").forEach((field) => { field.disabled = false; });
    count();
  });
})();
