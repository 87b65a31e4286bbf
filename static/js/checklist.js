/* Each answer is sent as soon as it is given, with the version it was given to. What could not be sent waits while the page is open. */
(function () {
  "use strict";
  const RETRY = 5000;
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const saved = document.getElementById("saved");
  const token = sheet.querySelector("[name=csrfmiddlewaretoken]").value;
  const waiting = new Set(); // rows whose last words have not reached the server
  const sending = new Set();

  function say(words, waits) {
    saved.textContent = words;
    saved.classList.toggle("saved--wait", waits);
  }

  function named(row, end) { return row.querySelector("[name$='-" + end + "']"); }

  function fields(row) {
    const data = new FormData();
    row.querySelectorAll("input, textarea").forEach(function (field) {
      if (field.type === "file") {
        Array.from(field.files).forEach(function (file) { data.append(field.name, file); });
      } else if ((field.type !== "radio" && field.type !== "checkbox") || field.checked) {
        data.append(field.name, field.value);
      }
    });
    return data;
  }

  function show(row, reply) {
    named(row, "version").value = reply.version;
    named(row, "was").value = reply.was;
    row.querySelector(".q__err").textContent = reply.problem;
    row.classList.toggle("q--bad", Boolean(reply.problem));
    if (reply.problem) row.querySelector(".q__ev").open = true;
    document.getElementById("left-n").textContent = reply.left;
    document.getElementById("filled").setAttribute("width", (100 * (reply.total - reply.left) / reply.total).toFixed(1) + "%");
    sheet.querySelectorAll(".bar .counts b").forEach(function (count, place) { count.textContent = reply.tabs[place]; });
    if (reply.kept) say("Сохранено в " + reply.at, waiting.size > 0);
  }

  async function send(row) {
    if (sending.has(row)) return; // what is typed meanwhile goes with the next turn
    sending.add(row);
    waiting.delete(row);
    const files = row.querySelector("input[type=file]");
    const attached = files ? files.files.length : 0;
    try {
      const answer = await fetch(row.dataset.url, {
        method: "POST", body: fields(row), headers: { "X-CSRFToken": token }, credentials: "same-origin"
      });
      if (answer.status !== 200) throw new Error(String(answer.status));
      const reply = await answer.json();
      show(row, reply);
      if (attached && reply.kept) files.value = "";
    } catch (error) {
      waiting.add(row);
      say(navigator.onLine ? "Сервер не отвечает: ответы ждут на этой странице" : "Нет связи: ответы ждут на этой странице", true);
    } finally {
      sending.delete(row);
    }
    if (row.dataset.again) {
      delete row.dataset.again;
      send(row);
    }
  }

  function retry() { Array.from(waiting).forEach(send); }
  window.addEventListener("online", retry);
  setInterval(retry, RETRY);

  sheet.addEventListener("change", function (event) {
    const row = event.target.closest(".q");
    if (!row) return;
    if (sending.has(row)) row.dataset.again = "1";
    send(row);
  });

  // The offer repeats what is typed above it.
  sheet.addEventListener("input", function (event) {
    sheet.querySelectorAll("[data-from='" + event.target.id + "']").forEach(function (place) {
      place.textContent = event.target.value;
    });
  });

  sheet.addEventListener("keydown", function (event) {
    const row = event.target.closest(".q");
    if (!row || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("textarea, [type=file]")) return;
    const step = { j: "nextElementSibling", k: "previousElementSibling" }[event.key];
    const other = step && row[step];
    const choice = row.querySelectorAll(".ans input")[Number(event.key) - 1];
    if (choice) {
      choice.focus();
      choice.click();
    } else if (other && other.matches(".q")) {
      (other.querySelector(".ans input:checked") || other.querySelector("a")).focus();
    } else {
      return;
    }
    event.preventDefault();
  });

  let leaving = false; // the form itself carries everything that waits
  sheet.addEventListener("submit", function () { leaving = true; });
  window.addEventListener("beforeunload", function (event) {
    if (waiting.size && !leaving) event.preventDefault();
  });
})();
