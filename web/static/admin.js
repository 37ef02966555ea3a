/* A form that asks back in the page says that it was asked: without this, the server asks back.
   data-ask itself stands in alur.js. */
"use strict";
document.addEventListener("submit", (event) => {
  const sure = event.target.dataset.ask && event.target.querySelector('input[name="sure"]');
  if (sure) sure.value = "1";
}, true);
