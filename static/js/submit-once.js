/* A second click must not send a form twice: the pressed button goes grey and says what is going on. */
(function () {
  "use strict";
  const WAIT = 15000; // an answer that never came must not lock the page
  const held = new Map(); // form -> its button and the button's own words

  function free(form) {
    const hold = held.get(form);
    if (!hold) return;
    held.delete(form);
    if (hold.button) {
      hold.button.textContent = hold.words;
      hold.button.disabled = false;
    }
  }

  function show(button) {
    button.textContent = button.dataset.busy || "Сохраняем…";
    button.disabled = true;
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "repeat" in form.dataset) return;
    if (held.has(form)) {
      event.preventDefault();
      return;
    }
    const button = event.submitter && event.submitter.tagName === "BUTTON" ? event.submitter : null;
    held.set(form, { button: button, words: button && button.textContent });
    // Only after the browser has collected the fields: a disabled button would not be sent.
    if (button) setTimeout(show, 0, button);
    setTimeout(free, WAIT, form);
  });

  // «Back» brings the page as it was left, with the form still held.
  window.addEventListener("pageshow", function () {
    Array.from(held.keys()).forEach(free);
  });
})();
