/* How far an export is: while the browser saves the file, the page asks and shows it. */
"use strict";
(() => {
  const form = document.getElementById("take"), far = document.getElementById("far");
  if (!form || !far) return;
  const PACE = 700, PATIENCE = 12;
  let asking = 0, empty = 0;

  async function look(key) {
    const address = new URL(form.dataset.progress, location.href);
    address.searchParams.set("key", key);
    const answered = await fetch(address, { headers: { "hx-request": "true" } });
    const told = answered.ok ? (await answered.text()).trim() : "";
    empty = told ? 0 : empty + 1;
    if (told) far.innerHTML = told; // our own page, as the server wrote it
    const state = far.querySelector("[data-state]");
    if (empty > PATIENCE || (told && state && state.dataset.state !== "busy")) clearInterval(asking);
  }
  form.addEventListener("submit", () => {
    const field = form.elements.key;
    const key = field.value;
    clearInterval(asking);
    empty = 0;
    far.replaceChildren();
    asking = setInterval(() => look(key).catch(() => { empty += 1; }), PACE);
    setTimeout(() => { field.value = crypto.randomUUID ? crypto.randomUUID() : `${key}-${Date.now()}`; }, 0); // the next is another one
  });
})();
