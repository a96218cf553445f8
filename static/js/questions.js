/* A question that hangs on another is shown when that was answered so. Without this file all are shown, and the server
   leaves out those that were not asked. */
(() => {
  "use strict";
  const answerOf = (form, name) => {
    const chosen = form.querySelector(`[name="${name}"]:is([type=radio]:checked, select, [type=text], textarea)`);
    return chosen && !chosen.disabled ? chosen.value.trim() : "";
  };
  const show = (form) => {
    for (const block of form.querySelectorAll("[data-after]")) { // parents stand before their children
      const isAsked = answerOf(form, block.dataset.after) === block.dataset.when;
      block.hidden = !isAsked;
      for (const input of block.querySelectorAll("input, select, textarea")) input.disabled = !isAsked;
    }
  };
  const start = () => {
    for (const form of new Set([...document.querySelectorAll("[data-after]")].map((block) => block.closest("form")))) {
      form.addEventListener("input", () => show(form));
      show(form);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
