/* data-prints: prints the page. Without this, the browser's own command does. */
"use strict";
document.addEventListener("click", (event) => { if (event.target.closest("[data-prints]")) window.print(); });
