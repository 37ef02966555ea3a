"use strict";
// The identity block of an SOP is folded on phones; without this file it stands open.
if (matchMedia("(max-width: 860px)").matches) document.querySelectorAll(".so-id").forEach((one) => one.removeAttribute("open"));
