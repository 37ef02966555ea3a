/* While open cases are looked through: asks how far that is, and shows the page that comes of it. */
"use strict";
(() => {
  const EVERY = 1200;
  const waiting = document.querySelector("[data-wait]");
  if (!waiting) return;
  async function ask() {
    let page;
    try { page = await fetch(waiting.dataset.wait, { credentials: "same-origin" }); }
    catch { setTimeout(ask, 3 * EVERY); return; }
    const read = new DOMParser().parseFromString(await page.text(), "text/html");
    const further = read.querySelector("[data-wait]");
    if (!further || page.redirected) { location.assign(page.url); return; }
    waiting.replaceChildren(...further.childNodes);
    setTimeout(ask, EVERY);
  }
  setTimeout(ask, EVERY);
})();
