/* Keys: 1–5 answer the question in front of the reader, j and k lead to the next and the previous one. */
(function () {
  "use strict";
  const sheet = document.getElementById("sheet");
  if (!sheet) return;

  function inFront() {
    const focused = document.activeElement.closest(".q");
    if (focused) return focused;
    const covered = sheet.querySelector(".bar").getBoundingClientRect().bottom;
    return Array.from(sheet.querySelectorAll(".q")).find(function (row) { return row.getBoundingClientRect().bottom > covered + 8; });
  }

  function look(row) {
    (row.querySelector(".ans input:checked") || row.querySelector(".ans input") || row.querySelector("a")).focus();
    row.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
    const row = inFront();
    if (!row) return;
    const choice = /^[1-5]$/.test(event.key) && row.querySelectorAll(".ans input")[Number(event.key) - 1];
    // By the place of the key: the Russian layout has other letters on it.
    const step = { KeyJ: "nextElementSibling", KeyK: "previousElementSibling" }[event.code];
    const other = step && (row.contains(document.activeElement) ? row[step] : row);
    if (choice) {
      choice.focus();
      choice.click();
      // From paper a column of digits is enough.
      if ("quick" in sheet.dataset && row.nextElementSibling) look(row.nextElementSibling);
    } else if (other && other.matches(".q")) {
      look(other);
    } else {
      return;
    }
    event.preventDefault();
  });
})();
