/* One click marks all rows of the page; without scripts each row is marked by itself. */
(function () {
  "use strict";
  function boxes() {
    return Array.from(document.querySelectorAll('input[name="id"][form="marked"]'));
  }

  function offer() {
    const head = document.querySelector("th.w-mark");
    if (!head || head.querySelector("input")) return;
    const all = document.createElement("input");
    all.type = "checkbox";
    all.className = "form-check-input";
    all.setAttribute("aria-label", "Отметить все на странице");
    all.addEventListener("change", function () {
      boxes().forEach(function (box) { box.checked = all.checked; });
    });
    head.append(all);
  }

  offer();
  document.addEventListener("htmx:afterSettle", offer);
})();
