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
    document.cookie = `theme=${root.dataset.theme}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
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

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-theme-switch]")) switchTheme();
    closeMenus(event.target.closest("details.menu"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details.menu[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  /* Two clicks, one act. The server counts a form once anyway; this only spares the surprise. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
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
    if (focusSummary(target)) return;
    const wanted = target.matches?.("[data-focus]") ? target : target.querySelector?.("[data-focus]");
    if (wanted) wanted.focus();
    say(target.querySelector?.("[data-say]")?.dataset.say || target.dataset?.say);
  });
  /* An answer without the piece that was asked for is another page (to sign in, say): the form goes there whole. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const button = event.detail.requestConfig?.elt;
    const wanted = button?.getAttribute("hx-select");
    if (!wanted || event.detail.serverResponse.includes(`id="${wanted.slice(1)}"`)) return;
    event.detail.shouldSwap = false;
    button.form?.requestSubmit(button);
  });
  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, () => say(live()?.dataset.failed));
  }

  const start = () => { showTheme(); focusSummary(document); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
