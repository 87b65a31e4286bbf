/* Each answer is put into the queue as soon as it is given; what came of it is written beside the question. */
(function () {
  "use strict";
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const queue = window.answerQueue;
  const saved = document.getElementById("saved");
  const unsent = document.getElementById("unsent");
  const given = new Map(); // row -> the answer that the server knows
  let total = Number(sheet.dataset.total);
  let left = Number(sheet.dataset.left);
  let waits = 0;
  let trouble = ""; // why answers wait, from a failed turn to the next answer that goes through
  let leaving = null; // the button pressed while answers were on their way

  function rows() { return Array.from(sheet.querySelectorAll(".q")); }
  function named(row, end) { return row.querySelector("[name='" + row.id + "-" + end + "']"); }
  function chosen(row) {
    const mark = row.querySelector(".ans input:checked");
    return mark ? mark.value : "";
  }

  function fields(row) {
    const found = [];
    const camera = named(row, "file");
    row.querySelectorAll("input, textarea, select").forEach(function (field) {
      if (!field.name || field.name === row.id + "-key") return;
      // Which file gets a new version is said together with that version.
      if (field.tagName === "SELECT" && !(camera && camera.files.length)) return;
      if (field.type === "file") {
        Array.from(field.files).forEach(function (file) { found.push([field.name, file]); });
      } else if ((field.type !== "radio" && field.type !== "checkbox") || field.checked) {
        found.push([field.name, field.value]);
      }
    });
    return found;
  }

  // What waits is answered for whoever answers, though the server does not know it yet.
  function count() {
    let open = left;
    given.forEach(function (answer, row) { open += (chosen(row) === "unchecked") - (answer === "unchecked"); });
    document.getElementById("left-n").textContent = open;
    document.getElementById("filled").setAttribute("width", (100 * (total - open) / total).toFixed(1) + "%");
  }

  function complain(row, problem) {
    row.querySelector(".q__err").textContent = problem;
    row.classList.toggle("q--bad", Boolean(problem));
    if (problem) row.querySelector(".q__ev").open = true;
  }

  function sent(row) {
    const attached = row.querySelectorAll("input[type=file]");
    const names = [];
    attached.forEach(function (field) {
      Array.from(field.files).forEach(function (file) { names.push(file.name); });
      field.value = ""; // the queue has them now
    });
    if (names.length && named(row, "replaces")) named(row, "replaces").value = "";
    row.querySelectorAll("[name$='-remove']:checked").forEach(function (mark) { mark.closest(".form-check").remove(); });
    if (names.length) named(row, "file").insertAdjacentElement("afterend", attachedNote(names));
  }

  function attachedNote(names) {
    const note = document.createElement("p");
    note.className = "q__sent quiet";
    note.textContent = "Приложено: " + names.join(", ");
    return note;
  }

  async function give(row) {
    delete row.dataset.refused;
    const words = fields(row);
    sent(row);
    count();
    await queue.add(row.id, row.dataset.url, words);
  }

  sheet.addEventListener("change", function (event) {
    const row = event.target.closest(".q");
    if (!row || event.target.tagName === "SELECT") return;
    // What such an answer needs is written and photographed at once, with the network or without it.
    if (event.target.type === "radio" && ["no", "partly", "na"].includes(event.target.value)) row.querySelector(".q__ev").open = true;
    give(row);
  });

  // The same answer once more, after a colleague's has been shown: it is chosen already, so nothing changes on the page.
  sheet.addEventListener("click", function (event) {
    const row = event.target.matches(".ans input") && event.target.closest(".q");
    if (row && row.dataset.refused === event.target.value) give(row);
  });

  sheet.addEventListener("answers:reply", function (event) {
    const reply = event.detail.reply;
    const row = document.getElementById(event.detail.entry.row);
    if (row) {
      if (reply.version !== undefined) {
        named(row, "version").value = reply.version;
        named(row, "was").value = reply.was;
      }
      if (reply.answer) given.set(row, reply.answer);
      if (reply.own) row.querySelector(".q__own").textContent = reply.own;
      if (!reply.kept) {
        row.querySelectorAll(".q__sent").forEach(function (note) { note.remove(); });
        row.dataset.refused = chosen(row);
      }
      complain(row, reply.problem);
    }
    trouble = "";
    if (reply.total === undefined) return;
    total = reply.total;
    left = reply.left;
    count();
    sheet.querySelectorAll(".bar .counts b").forEach(function (place, number) { place.textContent = reply.tabs[number]; });
    rows().forEach(function (one) { one.querySelector(".q__by").textContent = reply.others[one.id.slice(1)] || ""; });
    if (reply.kept) saved.textContent = "Сохранено в " + reply.at;
  });

  // An answer on its way is told of in the line that is there: a note that comes and goes would move questions under a finger.
  sheet.addEventListener("answers:waiting", function (event) {
    const end = event.detail.end;
    waits = event.detail.count;
    trouble = waits ? end || trouble : "";
    unsent.hidden = !trouble;
    saved.classList.toggle("saved--wait", waits > 0);
    goOn(end);
    if (!waits) return;
    saved.textContent = trouble ? "" : "Отправляем…";
    unsent.querySelector("b").textContent = "Не отправлено: " + waits + ".";
    unsent.querySelector("span").textContent = {
      login: " Вход закончился, ответы сохранены на этом устройстве. ",
      network: " Нет связи, ответы сохранены на этом устройстве и уйдут сами, когда она появится.",
      server: " Сервер не отвечает, ответы сохранены на этом устройстве и уйдут сами."
    }[trouble] || "";
    unsent.querySelector("a").hidden = trouble !== "login";
  });

  sheet.addEventListener("answers:refused", function (event) {
    const list = document.getElementById("refused");
    list.replaceChildren();
    event.detail.entries.forEach(function (entry) {
      const place = document.createElement("a");
      place.href = entry.page + "#" + entry.row;
      place.textContent = entry.refused;
      const line = document.createElement("li");
      line.append(place);
      list.append(line);
    });
    list.hidden = !event.detail.entries.length;
  });

  // What was answered before the page was opened anew, and is not with the server yet, stands in the form again.
  function putBack(entry) {
    const row = document.getElementById(entry.row);
    if (!row) return;
    entry.fields.forEach(function (field) {
      if (typeof field[1] !== "string" || field[0].endsWith("-version") || field[0].endsWith("-was")) return;
      row.querySelectorAll("[name='" + field[0] + "']").forEach(function (place) {
        if (place.type === "radio") place.checked = place.value === field[1];
        else if (place.tagName === "TEXTAREA") place.value = field[1];
      });
    });
    if (entry.refused) {
      named(row, "version").value = entry.version;
      complain(row, entry.refused);
      queue.forget(entry);
    }
  }

  // The offer repeats what is typed above it.
  sheet.addEventListener("input", function (event) {
    sheet.querySelectorAll("[data-from='" + event.target.id + "']").forEach(function (place) {
      place.textContent = event.target.value;
    });
  });

  // The button leads on as soon as the last answer has gone; where they cannot go, the page stays and tells why.
  sheet.addEventListener("submit", function (event) {
    if (!waits) return;
    event.preventDefault();
    leaving = event.submitter;
    queue.drain();
    if (trouble) unsent.scrollIntoView({ block: "nearest" });
  });

  function goOn(end) {
    const button = leaving;
    if (end || !waits) leaving = null;
    if (button && !end && !waits) sheet.requestSubmit(button);
  }

  rows().forEach(function (row) { if (chosen(row)) given.set(row, chosen(row)); });
  queue.all().then(function (entries) {
    entries.forEach(putBack);
    count();
    // Came back after the login: typed before it, and sent now as if just typed.
    rows().filter(function (row) { return "draft" in row.dataset; }).forEach(give);
    if (entries.length) queue.drain();
  });
})();
