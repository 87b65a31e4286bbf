/* Answers on their way to the server: kept by the browser until the server has them, sent one after another in the order they
   were given. Each has a key of its own, so that one sent twice is stored once. Pages are told by «answers:…» events. */
(function () {
  "use strict";
  const RETRY = 4000;
  const sheet = document.getElementById("sheet");
  if (!sheet) return;
  const actor = sheet.dataset.actor;
  const storage = opened();
  let memory = []; // where the browser keeps nothing for us, answers wait while the page is open
  let lastId = 0;
  let draining = false;

  function opened() {
    return new Promise(function (resolve) {
      let request;
      try { request = indexedDB.open("vsoko-answers", 1); } catch (error) { resolve(null); return; }
      request.onupgradeneeded = function () { request.result.createObjectStore("answers", { keyPath: "id", autoIncrement: true }); };
      request.onsuccess = function () { resolve(request.result); };
      request.onerror = function () { resolve(null); };
    });
  }

  async function stored(mode, act) {
    const base = await storage;
    return new Promise(function (resolve, reject) {
      const change = base.transaction("answers", mode);
      const request = act(change.objectStore("answers"));
      change.oncomplete = function () { resolve(request.result); };
      change.onerror = change.onabort = function () { reject(change.error); };
    });
  }

  async function all() {
    const entries = (await storage) ? await stored("readonly", function (store) { return store.getAll(); }) : [];
    // Whoever else enters by this browser sends no answers of ours.
    return entries.concat(memory).filter(function (entry) { return entry.actor === actor; });
  }

  async function keep(entry) {
    if (await storage) {
      try {
        await stored("readwrite", function (store) { return store.put(entry); });
        return;
      } catch (error) { /* no room on the device: the open page still holds it */ }
    }
    if (!entry.id) entry.id = "m" + (lastId += 1);
    memory = memory.filter(function (one) { return one.id !== entry.id; }).concat(entry);
  }

  async function forget(entry) {
    memory = memory.filter(function (one) { return one.id !== entry.id; });
    if (await storage) await stored("readwrite", function (store) { return store.delete(entry.id); });
  }

  // Asked for at the last moment: after another login the token of the open page is no longer good.
  function token() {
    const cookie = document.cookie.split("; ").find(function (pair) { return pair.startsWith("vsoko_csrf="); });
    return cookie ? cookie.slice(11) : sheet.querySelector("[name=csrfmiddlewaretoken]").value;
  }

  function tell(name, detail) { sheet.dispatchEvent(new CustomEvent("answers:" + name, { detail: detail })); }

  async function post(entry) {
    const data = new FormData();
    entry.fields.forEach(function (field) { data.append(field[0], field[1]); });
    const answer = await fetch(entry.url, {
      method: "POST", body: data, headers: { "X-CSRFToken": token() }, credentials: "same-origin"
    });
    if (answer.redirected) return { end: "login" };
    if (answer.status >= 500) return { end: "server" };
    const told = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const reply = told ? await answer.json() : { kept: false, problem: "Ответ не принят: обновите страницу и проверьте, идёт ли аудит и в группе ли вы." };
    return { end: "", reply: reply };
  }

  async function drain() {
    if (draining) return;
    draining = true;
    let end = "";
    try {
      for (;;) {
        const entries = (await all()).filter(function (entry) { return !entry.refused; });
        tell("waiting", { count: entries.length, end: end });
        if (!entries.length || end) break;
        let done;
        try { done = await post(entries[0]); } catch (error) { done = { end: "network" }; }
        end = done.end;
        if (!end) {
          if (done.reply.kept || document.getElementById(entries[0].row)) {
            await forget(entries[0]);
          } else {
            await keep(Object.assign(entries[0], { refused: done.reply.problem, version: done.reply.version }));
          }
          tell("reply", { entry: entries[0], reply: done.reply });
        }
      }
      tell("refused", { entries: (await all()).filter(function (entry) { return entry.refused; }) });
    } finally {
      draining = false;
    }
  }

  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
  }

  window.answerQueue = {
    all: all,
    forget: forget,
    drain: drain,
    add: async function (row, url, fields) {
      await keep({ actor: actor, row: row, url: url, page: location.pathname + location.search, fields: fields.concat([[row + "-key", newKey()]]) });
      // An answer given while another is on its way is found by the turn that is going on.
      const waits = (await all()).filter(function (entry) { return !entry.refused; }).length;
      if (draining) tell("waiting", { count: waits, end: "" });
      await drain();
    }
  };
  window.addEventListener("online", drain);
  setInterval(async function () { if (!draining && (await all()).some(function (entry) { return !entry.refused; })) drain(); }, RETRY);
})();
