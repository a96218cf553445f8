/* A form saves itself while it is being filled. The server keeps the draft (submissions/services.py); what has not
   reached it yet waits on this device. Everything works without this file: then only a form that is sent is kept. */
(() => {
  "use strict";
  const PAUSE = 800; // ms after the last key
  const OURS = new Set(["csrfmiddlewaretoken", "submission_key", "form_key", "form_owner", "upload_kind", "upload_scope"]);
  const SECRET = /passw|token|secret|otp|^code$/i;

  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or switched off */ } },
    drop(key) { try { localStorage.removeItem(key); } catch { /* switched off */ } },
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
    const input = form.querySelector("input[type=file][hx-post]");
    const given = new Set([...form.querySelectorAll("input[name=documents]")].map((one) => one.value));
    if (!input || !window.htmx || ids.every((id) => given.has(id))) return;
    const { upload_kind: kind, upload_scope: scope } = form.elements;
    window.htmx.ajax("POST", input.getAttribute("hx-post"), {
      target: input.getAttribute("hx-target"), swap: "outerHTML",
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

  const watch = (said) => {
    const { form } = said;
    const { draft, draftUrl, draftUser, draftDone, draftSaved, draftBound, draftDevice, draftEnded } = said.dataset;
    const key = `draft:${draftUser}:${draft}`;
    const say = sayIn(form);
    const submission = () => form.elements.submission_key?.value || "";
    const keepHere = () => isDropped || store.write(key, { at: Date.now(), key: submission(), data: typed(form) });
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
        if (answer.redirected || answer.status === 401 || answer.status === 403) { say(draftEnded); return; }
        const { text } = await answer.json();
        if (answer.ok && !isLeft) store.drop(key); // the server has it all
        say(text);
      } catch (error) {
        if (error.name !== "AbortError") say(draftDevice);
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
      store.drop(key);
    });

    const kept = store.read(key);
    if (!kept) return;
    const isDone = (draftDone || "").split(" ").includes(kept.key);
    if (isDone || draftBound || kept.at < Number(draftSaved)) { store.drop(key); return; }
    fill(form, kept.data);
    fetchFiles(form, kept.data.documents);
    tellOf(form, kept.at);
    timer = window.setTimeout(save, PAUSE);
  };

  const start = () => { for (const said of document.querySelectorAll("input[data-draft]")) if (said.form) watch(said); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
