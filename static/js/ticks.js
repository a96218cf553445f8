/* The attendance list, one tap each. A tick says how it is to be; it waits on the device until the server has it. */
(() => {
  "use strict";
  const RETRY = 4000;
  const LOOK = 15000; // how often others' ticks are asked for
  const UNDO = 10000;
  const GONE = 422; // the server refused this tick for good

  const store = {
    read(key) { try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; } },
    write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; } },
  };

  const watch = (form) => {
    const words = form.dataset;
    const key = `ticks:${words.user}:${words.ticks}`;
    let memory = store.read(key); // registration -> { n, here, hours, seen, via }
    const known = JSON.parse(form.elements.was.value || "{}"); // what the server was last heard to say
    const lines = new Map([...form.querySelectorAll("[data-tick]")].map((line) => [line.dataset.tick, line]));
    const bar = form.querySelector("[data-queue]");
    const toast = document.querySelector("[data-undo]");
    let timer = 0;
    let hiding = 0;
    let isSending = false;
    let isSignedOut = false;
    let lastUndo = null;

    const box = (line) => line.querySelector("input[name=here]");
    const hours = (line) => line.querySelector(".hours input");
    const nameOf = (line) => line.querySelector("b").textContent;
    const shown = (value) => (document.documentElement.lang === "lv" ? value.replace(".", ",") : value);
    const fill = (text, value) => text.replace(/\{\w+\}/, () => value);
    let isKept = true; // false where the browser keeps nothing for us: then only this page knows
    const queue = () => { if (isKept) memory = store.read(key); };
    const keep = () => { isKept = store.write(key, memory); };

    const note = (pk, text) => {
      const place = lines.get(pk)?.querySelector("[data-note]");
      if (!place) return;
      place.textContent = text || "";
      place.hidden = !text;
    };

    /* The lines as they are wanted: what waits here goes before what the server said. */
    const draw = () => {
      let present = 0;
      for (const [pk, line] of lines) {
        const waits = memory[pk];
        const value = waits ? (waits.here ? waits.hours || words.whole : "") : known[pk] || "";
        const field = hours(line);
        box(line).checked = Boolean(value);
        line.classList.toggle("is-waiting", Boolean(waits));
        if (document.activeElement !== field) field.value = shown(value || words.whole);
        present += value ? 1 : 0;
      }
      form.querySelector("[data-present]").textContent = present;
      form.elements.was.value = JSON.stringify(known);
      const waiting = Object.keys(memory).length;
      const text = isSignedOut && waiting ? words.signedOut
        : waiting ? fill(waiting % 10 === 1 && waiting % 100 !== 11 ? words.waitingOne : words.waitingMany, waiting) : "";
      if (bar.textContent !== text) bar.textContent = text;
      bar.hidden = !text || (isSending && !isSignedOut && navigator.onLine && waiting < 2);
    };

    const hear = (said) => {
      if (!said.state) return;
      for (const pk of Object.keys(known)) if (!(pk in said.state)) delete known[pk];
      Object.assign(known, said.state);
      const isNew = Object.keys(said.state).some((pk) => !lines.has(pk));
      if (isNew) { form.elements.was.dataset.old = "1"; bar.textContent = words.new; bar.hidden = false; }
    };

    const ask = async (body) => {
      const answer = await fetch(words.url, body ? { method: "POST", body, headers: { Accept: "application/json" } } : { headers: { Accept: "application/json" } });
      isSignedOut = answer.redirected || answer.status === 401 || answer.status === 403;
      if (isSignedOut) throw new Error("signed out");
      if (!answer.ok && answer.status !== GONE) throw new Error(String(answer.status));
      return [answer.status, await answer.json()];
    };

    const sendOne = async (pk, wish) => {
      const body = new URLSearchParams({
        registration: pk, here: wish.here ? "1" : "", hours: wish.here ? wish.hours : "", seen: wish.seen, via: wish.via,
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      });
      const [status, said] = await ask(body);
      queue();
      if (memory[pk]?.n === wish.n) { delete memory[pk]; keep(); } // a later tap stays in the queue
      hear(said);
      note(pk, status === GONE ? said.error : said.note);
    };

    const sendAll = async () => {
      for (;;) {
        queue();
        const pk = Object.keys(memory)[0];
        if (pk === undefined) return;
        await sendOne(pk, memory[pk]);
        draw();
      }
    };

    const later = () => { window.clearTimeout(timer); timer = window.setTimeout(send, RETRY); };
    /* One page of the browser sends at a time; twice would do no harm, only cost. */
    const send = async () => {
      if (isSending) return;
      isSending = true;
      try {
        if (navigator.locks) await navigator.locks.request(key, sendAll); else await sendAll();
      } catch { later(); } finally { isSending = false; draw(); }
    };

    const wish = (pk, here, value) => {
      queue();
      memory[pk] = { n: `${Date.now()}-${Math.random()}`, here, hours: value, seen: memory[pk]?.seen ?? (known[pk] || ""), via: words.via };
      keep();
      note(pk, "");
      draw();
      send();
    };

    const offer = (pk, line, before) => {
      lastUndo = () => wish(pk, Boolean(before), before);
      toast.querySelector("[data-undo-text]").textContent = fill(box(line).checked ? words.ticked : words.unticked, nameOf(line));
      toast.hidden = false;
      window.clearTimeout(hiding);
      hiding = window.setTimeout(() => { toast.hidden = true; lastUndo = null; }, UNDO);
    };

    form.addEventListener("change", (event) => {
      const line = event.target.closest("[data-tick]");
      if (!line) return;
      const pk = line.dataset.tick;
      const before = memory[pk] ? (memory[pk].here ? memory[pk].hours : "") : known[pk] || "";
      const isHere = box(line).checked;
      wish(pk, isHere, isHere ? hours(line).value.trim().replace(",", ".") || words.whole : "");
      offer(pk, line, before);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches(".hours input, [type=search]")) { event.preventDefault(); event.target.blur(); }
    });
    toast?.querySelector("button").addEventListener("click", () => { lastUndo?.(); toast.hidden = true; });

    /* Tick all: with a connection the whole list is saved at once; without one each waits by itself. */
    form.addEventListener("submit", (event) => {
      if (navigator.onLine && !Object.keys(memory).length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      for (const [pk, line] of lines) if (!box(line).checked) wish(pk, true, words.whole);
    }, true);

    form.querySelector("[data-tick-search]")?.addEventListener("input", (event) => {
      const wanted = globalThis.folded(event.target.value, JSON.parse(words.letters)).split(" ");
      for (const line of lines.values()) line.hidden = !wanted.every((part) => line.dataset.search.includes(part));
    });

    window.addEventListener("online", send);
    window.addEventListener("storage", (event) => { if (event.key === key) { queue(); draw(); } });
    window.setInterval(async () => {
      if (document.hidden || isSending || Object.keys(memory).length) return;
      try { hear((await ask(null))[1]); } catch { /* asked again soon */ }
      draw();
    }, LOOK);

    draw();
    if (Object.keys(memory).length) send();
  };

  const start = () => { for (const form of document.querySelectorAll("form[data-ticks]")) watch(form); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
