/* Typing a pile of questionnaires: a digit marks the answer of the question in focus and goes on to the next one.
   Without scripts Tab, arrows and Enter do the same. */
(function () {
  "use strict";
  const lines = Array.from(document.querySelectorAll(".entry__line"));
  const first = (line) => line.querySelector("input:checked, input, textarea, select");

  if (lines.length && !document.querySelector(".errors")) first(lines[0]).focus();

  document.addEventListener("keydown", function (event) {
    if (!/^[0-9]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = document.activeElement;
    if (!at || at.type !== "radio") return;
    const line = at.closest(".entry__line");
    const marks = line ? Array.from(line.querySelectorAll("input[type=radio]")) : [];
    // Nought is «нет ответа», which stands last.
    const chosen = event.key === "0" ? marks[marks.length - 1] : marks.slice(0, -1)[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.checked = true;
    const next = lines[lines.indexOf(line) + 1];
    if (next) first(next).focus();
    else document.querySelector(".form__acts .btn-primary").focus();
  });
})();
