/* A second click must not send a form twice: the pressed button goes grey and says what is going on. */
(function () {
  "use strict";
  const WAIT = 15000; // an answer that never came must not lock the page

  function free(button) {
    if (button.dataset.words !== undefined) {
      button.textContent = button.dataset.words;
      delete button.dataset.words;
      button.disabled = false;
    }
  }

  function hold(button) {
    button.dataset.words = button.textContent;
    button.textContent = button.dataset.busy || "Сохраняем…";
    button.disabled = true;
    setTimeout(free, WAIT, button);
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "repeat" in form.dataset) return;
    const button = event.submitter || form.querySelector("button:not([type=button])");
    // Only after the browser has collected the fields: a disabled button would not be sent.
    if (button && button.tagName === "BUTTON") setTimeout(hold, 0, button);
  });

  // «Back» brings the page as it was left, with the button still held.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("button[data-words]").forEach(free);
  });
})();
