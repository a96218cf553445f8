/* Small comforts on every page; all of it works without this file. */
(() => {
  "use strict";
  const root = document.documentElement;
  const live = () => document.getElementById("live");
  root.classList.add("js");

  const say = (text) => {
    const region = live();
    if (!region || !text) return;
    region.textContent = "";
    window.setTimeout(() => { region.textContent = text; }, 50);
  };

  /* Theme: the server reads the cookie, so the next page comes in the right colours without a flash. */
  const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const showTheme = () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) button.setAttribute("aria-pressed", String(isDark()));
  };
  const switchTheme = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${root.dataset.cookieTheme}=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    showTheme();
  };

  /* An answer with errors: the summary takes the focus, on a full page and after a swap alike. */
  const focusSummary = (within) => {
    const summary = within.querySelector?.("[data-error-summary]");
    if (summary) summary.focus();
    return Boolean(summary);
  };

  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  };

  /* An address in a field, a long number in a text: the whole of it goes along, and the button says so. */
  const copy = async (button) => {
    const place = document.getElementById(button.dataset.copy);
    if (place.select) place.select(); else getSelection().selectAllChildren(place);
    try { await navigator.clipboard.writeText(place.value ?? place.textContent); } catch { if (!document.execCommand("copy")) return; }
    (button.querySelector("[data-word]") ?? button).textContent = button.dataset.copied;
    say(button.dataset.copied);
  };

  document.addEventListener("click", (event) => {
    const copying = event.target.closest("[data-copy]");
    if (copying) copy(copying);
    if (event.target.closest("[data-theme-switch]")) switchTheme();
    closeMenus(event.target.closest("details.menu"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  /* A box above a long list in which one searches. The list is built anew: not every browser hides its options. */
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const searchIn = (list) => {
    const options = [...list.options];
    if (options.length < 8) return;
    const box = document.createElement("input");
    Object.assign(box, { type: "search", className: "search-in-list", placeholder: list.dataset.search, autocomplete: "off" });
    box.setAttribute("aria-label", `${list.labels[0]?.firstChild?.textContent.trim() || ""}: ${list.dataset.search}`);
    box.addEventListener("input", () => {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      const shown = options.filter((option) => option.selected || !option.value || words.every((word) => plain(option.text).includes(word)));
      list.replaceChildren(...shown);
    });
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    list.before(box);
  };

  /* The names of chosen files, in the words of the page: what the browser says of them is in its own language. */
  const nameFiles = (input) => {
    const place = input.closest(".file-entry")?.querySelector(".file-names");
    if (place) place.textContent = [...input.files].map((file) => file.name).join(", ") || place.dataset.none;
  };
  const nameAllFiles = (within) => { for (const input of within.querySelectorAll(".file-entry > input")) nameFiles(input); };
  for (const name of ["change", "photos-ready"]) document.addEventListener(name, ({ target }) => { if (target.type === "file") nameFiles(target); });
  document.addEventListener("reset", ({ target }) => window.setTimeout(() => nameAllFiles(target)));
  window.addEventListener("pageshow", () => nameAllFiles(document));

  /* Signing out takes along what was typed on this device and waits in it; unsent ticks are asked about first. The
     server's Clear-Site-Data does the same, but over https only. */
  const SIGN_OUT = 'form[method=post][action$="/logout/"]';
  const waiting = () => { try { return Object.keys(localStorage).filter((key) => /^(draft|ticks):/.test(key)); } catch { return []; } };
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(SIGN_OUT)) return;
    const isUnsent = waiting().some((key) => key.startsWith("ticks:") && localStorage.getItem(key) !== "{}");
    if (isUnsent && !window.confirm(live().dataset.unsent)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    try { sessionStorage.setItem("signing-out", "1"); } catch { /* switched off, so nothing waits either */ }
  }, true);
  const forget = () => {
    try {
      const hasLeft = sessionStorage.getItem("signing-out") && !document.querySelector(SIGN_OUT);
      sessionStorage.removeItem("signing-out");
      if (hasLeft) for (const key of waiting()) localStorage.removeItem(key);
    } catch { /* switched off */ }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", forget); else forget();

  /* Two clicks, one act. The server counts a form once anyway; this only spares the surprise. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.querySelector("[aria-disabled]")?.removeAttribute("aria-disabled");
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.elt;
    nameAllFiles(document);
    if (focusSummary(target)) return;
    const wanted = target.matches?.("[data-focus]") ? target : target.querySelector?.("[data-focus]");
    if (wanted) wanted.focus();
    say(target.querySelector?.("[data-say]")?.dataset.say || target.dataset?.say);
  });
  /* An answer without the piece that was asked for is another page (to sign in, say): the form goes there whole. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const button = event.detail.requestConfig?.elt;
    const wanted = button?.getAttribute("data-hx-select");
    if (!wanted || event.detail.serverResponse.includes(`id="${wanted.slice(1)}"`)) return;
    event.detail.shouldSwap = false;
    button.form?.requestSubmit(button);
  });
  /* What somebody changed while an answer was on its way stands in the new piece too. */
  const typed = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), select, textarea";
  const changed = new WeakMap();
  document.addEventListener("htmx:beforeSwap", ({ detail: { target, requestConfig } }) => {
    const sent = requestConfig?.parameters || {};
    const since = [...target.querySelectorAll(typed)].filter(
      ({ id, name, value }) => id && sent[name] !== undefined && ![sent[name]].flat().includes(value));
    if (since.length) changed.set(requestConfig, since.map(({ id, value }) => [id, value]));
  });
  document.addEventListener("htmx:afterSettle", ({ detail: { requestConfig } }) => {
    for (const [id, value] of changed.get(requestConfig) || []) {
      const field = document.getElementById(id);
      if (!field || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    changed.delete(requestConfig);
  });
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, () => say(live()?.dataset.failed));
  }

  const start = () => { document.querySelectorAll("select[data-search]").forEach(searchIn); showTheme(); focusSummary(document); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
