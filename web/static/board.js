/* A board that is live: told that something changed, it asks for itself anew. Without this file a link does. */
(() => {
  "use strict";
  const board = document.getElementById("board");
  if (!board || !window.EventSource) return;
  const PAUSE = 2000, STEADY = 30000, AGAIN = 15000;
  const isWall = document.body.classList.contains("wall");
  let source = null, last = Date.now(), waiting = 0, later = 0, heard = 0, lost = false, over = false;

  const line = () => document.getElementById("live-state");
  function tell(state) {
    board.classList.toggle("is-live", state === "on");
    board.classList.toggle("is-lost", state === "off");
    const said = line() ? line().dataset[state] : "";
    if (!said) return;
    const words = line().querySelector(".words"), aloud = document.getElementById("live-said");
    if (words.textContent !== said) words.textContent = said;
    if (aloud && (state === "off") !== Boolean(aloud.textContent)) aloud.textContent = state === "off" ? said : "";
  }

  function refresh() {
    if (document.hidden || waiting || over) return;
    waiting = setTimeout(() => {
      waiting = 0; last = Date.now();
      board.dispatchEvent(new CustomEvent("changed"));
    }, Math.max(0, last + PAUSE - Date.now()));
  }

  /* A window that nobody sees listens to nothing: browsers have few connections for all of them. */
  function listen() {
    clearTimeout(later);
    if (source || over || document.hidden) return;
    source = new EventSource(board.dataset.live);
    source.onopen = () => {
      const again = lost;
      lost = false; tell("on");
      if (again && isWall) { over = true; location.reload(); } else if (again) refresh();
    };
    source.onerror = () => {
      lost = true; tell("off");
      if (source && source.readyState === EventSource.CLOSED) { source = null; later = setTimeout(listen, AGAIN); }
    };
    source.addEventListener("changed", (event) => { heard = Number(event.data) || 0; refresh(); });
    source.addEventListener("ended", leave);
  }
  function silence() { clearTimeout(later); if (source) source.close(); source = null; }
  function leave() { over = true; silence(); location.reload(); }

  document.addEventListener("visibilitychange", () => { if (document.hidden) silence(); else { listen(); refresh(); } });
  addEventListener("pagehide", silence);
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });
  setInterval(refresh, STEADY);

  /* Whoever was signed out is sent to another page, which is not to stand in place of the board. */
  board.addEventListener("htmx:before:response", (event) => {
    const answer = event.detail.ctx.response.raw;
    if (answer.ok && !answer.redirected) return;
    event.preventDefault();
    if (answer.redirected || answer.status === 401 || answer.status === 403) leave(); else tell("off");
  });
  board.addEventListener("htmx:error", () => tell("off"));
  board.addEventListener("htmx:after:swap", () => {
    hide(); tell(lost ? "off" : "on"); rove();
    if (line() && Number(line().dataset.turn) < heard) refresh(); /* counted before what was heard of */
  });
  listen();

  /* What a mark says, at once and on focus too; arrows go from mark to mark, Tab past them. */
  const MARKS = ".lane a, .trend a";
  const tip = document.createElement("div");
  tip.className = "tip"; tip.hidden = true; tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const markOf = (event) => (event.target.closest ? event.target.closest(MARKS) : null);
  const hide = () => { tip.hidden = true; };
  function show(mark) {
    const title = mark && mark.querySelector("title");
    if (!title) { hide(); return; }
    const box = mark.getBoundingClientRect();
    tip.textContent = title.textContent; tip.hidden = false;
    const left = Math.min(Math.max(8, box.left + box.width / 2 - tip.offsetWidth / 2), innerWidth - tip.offsetWidth - 8);
    place(left, Math.max(8, box.top - tip.offsetHeight - 6));
  }
  const place = (left, top) => { tip.style.left = left + "px"; tip.style.top = top + "px"; };
  board.addEventListener("mouseover", (event) => show(markOf(event)));
  board.addEventListener("focusin", (event) => show(markOf(event)));
  board.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });

  function rove() {
    board.querySelectorAll(".lane, .trend").forEach((lane) => lane.querySelectorAll("a").forEach((mark, n) => mark.setAttribute("tabindex", n ? "-1" : "0")));
  }
  board.addEventListener("keydown", (event) => {
    const mark = markOf(event), step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!mark || !step) return;
    const marks = [...mark.closest("svg.lane, svg.trend").querySelectorAll("a")], next = marks[marks.indexOf(mark) + step];
    if (next) { event.preventDefault(); marks.forEach((one) => one.setAttribute("tabindex", one === next ? "0" : "-1")); next.focus(); }
  });
  rove();
})();
