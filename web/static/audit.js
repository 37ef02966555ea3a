/* The slider of a replay: while it is moved the page beside it follows; without this, "Go" does. */
"use strict";
(() => {
  const slider = document.getElementById("event");
  if (!slider) return;
  const says = document.getElementById("event-is"), play = document.getElementById("play");
  const PACE = 1400, SOON = 90;
  let waiting = 0, playing = 0, shown = slider.value, again = "";

  function told() { says.textContent = `${slider.value} / ${slider.max}`; }
  function ask() {
    if (slider.value === shown) return;
    shown = slider.value;
    slider.dispatchEvent(new CustomEvent("slid"));
  }
  function to(number) {
    slider.value = number;
    told();
    clearTimeout(waiting);
    waiting = setTimeout(ask, SOON);
  }
  function stop() {
    clearInterval(playing);
    playing = 0;
    label();
  }
  function label() {
    play.setAttribute("aria-pressed", String(playing !== 0));
    play.querySelector("span").textContent = playing ? play.dataset.pause : play.dataset.play;
  }

  slider.addEventListener("input", () => { if (playing) stop(); to(slider.value); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-step]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (playing) stop();
    again = link.rel;
    to(link.dataset.step);
  });
  play.addEventListener("click", () => {
    if (playing) { stop(); return; }
    if (slider.value === slider.max) to(1);
    playing = setInterval(() => {
      if (slider.value === slider.max) { stop(); return; }
      to(Number(slider.value) + 1);
    }, PACE);
    label();
  });
  document.addEventListener("htmx:after:swap", () => { // whoever pressed a link can press it again
    const link = again && document.querySelector(`#then a[rel="${CSS.escape(again)}"]`);
    if (link) link.focus({ preventScroll: true });
    again = "";
  });
  document.documentElement.classList.add("slides");
  told();
})();
