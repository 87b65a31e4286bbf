/* When a part of the page could not be fetched, silence would look like «nothing changed»: say it in words. */
(function () {
  "use strict";
  const note = document.getElementById("lost");
  function show() { note.hidden = false; }
  function hide() { note.hidden = true; }
  document.addEventListener("htmx:sendError", show);
  document.addEventListener("htmx:timeout", show);
  document.addEventListener("htmx:responseError", show);
  document.addEventListener("htmx:afterOnLoad", hide);
})();
