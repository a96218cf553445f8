/* A list of which several rows are chosen: how many they are, all at once, and a bar that comes when one is.
   Without this file the boxes and the bar are there all the time. */
(() => {
  "use strict";
  const watch = (form) => {
    const bar = form.querySelector("[data-choose-bar]");
    const count = form.querySelector("[data-choose-count]");
    const every = document.querySelector("[data-choose-all]");
    const all = every?.textContent.trim();
    const boxes = () => [...form.querySelectorAll(".choose input[type=checkbox]")];
    const draw = () => {
      const chosen = boxes().filter((box) => box.checked).length;
      if (count) count.textContent = count.dataset.words.replace("{n}", chosen);
      if (bar) bar.hidden = !chosen && !bar.querySelector(".errors");
      if (every) every.textContent = chosen && chosen === boxes().length ? every.dataset.none : all;
    };
    every?.addEventListener("click", () => {
      const isAll = boxes().every((box) => box.checked);
      for (const box of boxes()) box.checked = !isAll;
      draw();
    });
    form.addEventListener("change", draw);
    window.addEventListener("pageshow", draw);
    draw();
  };
  const start = () => { for (const form of document.querySelectorAll("form[data-choose]")) watch(form); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
