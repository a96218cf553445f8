/* A form saves itself while it is being filled. The server keeps the draft (submissions/services.py); what has not
   reached it yet waits on this device, locked: its key comes with the page of whoever is signed in and is stored nowhere
   here, so the next person at this computer reads nothing. Everything works without this file: then only a form that is
   sent is kept. */
(() => {
  "use strict";
  const PAUSE = 800; // ms after the last key
  const OURS = new Set(["csrfmiddlewaretoken", "submission_key", "form_key", "form_owner", "form_programme", "upload_kind", "upload_scope"]);
  const SECRET = /passw|token|secret|otp|^code$/i;

  const AES = "AES-GCM";
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const letters = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""));

  /* One draft on this device. Without HTTPS a browser locks nothing, and then nothing is kept here. */
  const deviceStore = (key, lock) => {
    const opened = async () => crypto.subtle.importKey("raw", bytes(lock), AES, false, ["encrypt", "decrypt"]);
    let latest = 0;
    const drop = () => { latest += 1; try { localStorage.removeItem(key); } catch { /* switched off */ } };
    const read = async () => {
      try {
        const { iv, locked } = JSON.parse(localStorage.getItem(key));
        const text = await crypto.subtle.decrypt({ name: AES, iv: bytes(iv) }, await opened(), bytes(locked));
        return latest ? null : JSON.parse(new TextDecoder().decode(text)); // what is being typed by now is newer
      } catch {
        if (!latest) drop(); // nothing, or nothing that anybody can read again
        return null;
      }
    };
    const write = async (value) => {
      latest += 1;
      const mine = latest;
      try {
        const iv = crypto.getRandomValues(new Uint8Array(12));
        const text = new TextEncoder().encode(JSON.stringify(value));
        const locked = await crypto.subtle.encrypt({ name: AES, iv }, await opened(), text);
        if (mine === latest) localStorage.setItem(key, JSON.stringify({ iv: letters(iv), locked: letters(locked) }));
        return true;
      } catch { return false; } // no HTTPS, full or switched off
    };
    return { read, write, drop };
  };

  const typed = (form) => {
    const data = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || OURS.has(name) || SECRET.test(name)) continue;
      (data[name] ||= []).push(value);
    }
    return data;
  };

  const fill = (form, data) => {
    for (const input of form.elements) {
      const { name, type } = input;
      if (!name || OURS.has(name) || SECRET.test(name) || ["file", "password", "submit", "button", "hidden"].includes(type)) continue;
      const values = data[name] || [];
      if (type === "checkbox" || type === "radio") input.checked = values.includes(input.value);
      else if (type === "select-multiple") for (const option of input.options) option.selected = values.includes(option.value);
      else if (values.length) input.value = values[values.length - 1];
    }
  };

  /* Files sent ahead after the server's last draft: their block is asked for again, with them in it. */
  const fetchFiles = (form, ids = []) => {
    const input = form.querySelector("input[type=file][data-hx-post]");
    const given = new Set([...form.querySelectorAll("input[name=documents]")].map((one) => one.value));
    if (!input || !window.htmx || ids.every((id) => given.has(id))) return;
    const { upload_kind: kind, upload_scope: scope } = form.elements;
    window.htmx.ajax("POST", input.getAttribute("data-hx-post"), {
      target: input.getAttribute("data-hx-target"), swap: "outerHTML",
      values: { documents: [...new Set([...given, ...ids])], upload_kind: kind.value, upload_scope: scope.value },
    });
  };

  const sayIn = (form) => {
    let place = form.querySelector("[data-draft-state]");
    if (!place) {
      place = document.createElement("p");
      place.className = "saved";
      place.dataset.draftState = "";
      place.setAttribute("role", "status");
      form.append(place);
    }
    return (text) => { place.textContent = text; };
  };

  /* "Draft restored from 28.11.2026 17.46", with the button that starts anew. */
  const tellOf = (form, at) => {
    const notice = form.querySelector("[data-draft-notice]");
    const text = notice?.querySelector("[data-draft-from]");
    if (!text) return;
    const two = (number) => String(number).padStart(2, "0");
    const when = new Date(at);
    const mark = document.documentElement.lang === "lv" ? "." : ":";
    const day = [two(when.getDate()), two(when.getMonth() + 1), when.getFullYear()].join(".");
    const moment = `${day}\u00a0${two(when.getHours())}${mark}${two(when.getMinutes())}`;
    text.textContent = text.dataset.draftFrom.replace("{moment}", () => moment);
    notice.hidden = false;
  };

  const watch = async (said) => {
    const { form } = said;
    const { draft, draftUrl, draftUser, draftDone, draftSaved, draftBound, draftDevice, draftEnded, draftUnsaved } = said.dataset;
    const store = deviceStore(`draft:${draftUser}:${draft}`, said.dataset.draftLock);
    const say = sayIn(form);
    const submission = () => form.elements.submission_key?.value || "";
    let isKeptHere = Promise.resolve(false);
    const keepHere = () => {
      if (!isDropped) isKeptHere = store.write({ at: Date.now(), key: submission(), data: typed(form) });
    };
    const sayUnsent = async (text) => say((await isKeptHere) ? text : draftUnsaved);
    let timer = 0;
    let running = null;
    // A page that is being left may have been read anew before the save was written: then the device's copy is the newest.
    let isLeft = false;
    let isDropped = false;
    window.addEventListener("beforeunload", () => { isLeft = true; });

    const save = async () => {
      running?.abort();
      running = new AbortController();
      const body = new URLSearchParams({ form_key: draft, submission_key: submission(), csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken?.value || "" });
      for (const [name, values] of Object.entries(typed(form))) for (const value of values) body.append(name, value);
      try {
        const answer = await fetch(draftUrl, { method: "POST", body, signal: running.signal, headers: { Accept: "application/json" } });
        if (answer.redirected || answer.status === 401 || answer.status === 403) { await sayUnsent(draftEnded); return; }
        const { text } = await answer.json();
        if (answer.ok && !isLeft) store.drop(); // the server has it all
        say(text);
      } catch (error) {
        if (error.name !== "AbortError") await sayUnsent(draftDevice);
      }
    };

    const changed = (event) => {
      if (event.target.type === "file" || event.target.type === "password") return;
      isLeft = false;
      keepHere();
      window.clearTimeout(timer);
      timer = window.setTimeout(save, PAUSE);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("htmx:afterSettle", () => { keepHere(); window.clearTimeout(timer); save(); });
    form.addEventListener("submit", () => { window.clearTimeout(timer); running?.abort(); keepHere(); });

    document.getElementById("draft-drop")?.addEventListener("submit", () => {
      isDropped = true;
      window.clearTimeout(timer);
      running?.abort();
      store.drop();
    });

    const kept = await store.read();
    if (!kept) return;
    const isDone = (draftDone || "").split(" ").includes(kept.key);
    if (isDone || draftBound || kept.at < Number(draftSaved)) { store.drop(); return; }
    fill(form, kept.data);
    fetchFiles(form, kept.data.documents);
    tellOf(form, kept.at);
    timer = window.setTimeout(save, PAUSE);
  };

  const start = () => { for (const said of document.querySelectorAll("input[data-draft]")) if (said.form) watch(said); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
