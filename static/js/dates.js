/* Days and hours: dots come by themselves while somebody types, and a button beside a day opens the calendar of the
   browser. The server reads digits alone too, so all works without this file. */
(() => {
  "use strict";

  /* What a part may begin with and hold: where it cannot grow, its mark comes at once. */
  const PARTS = {
    day: [{ most: 31, grows: 3 }, { most: 12, grows: 1 }],
    time: [{ most: 23, grows: 2 }],
  };
  const mark = (kind) => (kind === "time" && document.documentElement.lang !== "lv" ? ":" : ".");

  const isWhole = (part, { most, grows }) => {
    const number = Number(part);
    return number > 0 || part === "00" ? (part.length === 2 ? number <= most : number > grows) : false;
  };

  /* `0912` becomes `09.12.`, `9122026` becomes `9.12.2026`; a mark that somebody types after ours is one with it. */
  const dotted = (text, kind) => {
    const limits = PARTS[kind];
    const parts = [""];
    for (const char of text) {
      const limit = limits[parts.length - 1];
      const last = parts[parts.length - 1];
      if (/\d/.test(char)) {
        if (limit && last && isWhole(last, limit)) parts.push(char); else parts[parts.length - 1] += char;
      } else if (limit && last) parts.push("");
    }
    const limit = limits[parts.length - 1];
    const last = parts[parts.length - 1];
    if (limit && isWhole(last, limit)) parts.push("");
    return parts.join(mark(kind));
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    const kind = input.dataset?.typed;
    if (!PARTS[kind] || event.isComposing || !event.inputType?.startsWith("insert")) return;
    if (input.selectionStart !== input.value.length) return;
    // a day as machines write it
    if (kind === "day" && /^[\d.]+-/.test(input.value)) {
      const [year] = input.value.split("-", 1);
      const digits = year.replaceAll(".", "");
      if (year !== digits && digits.length === 4) input.value = digits + input.value.slice(year.length);
      return;
    }
    if (!/^[\d.:]+$/.test(input.value)) return;
    const better = dotted(input.value, kind);
    if (better !== input.value && better.length <= input.maxLength) input.value = better;
  });

  const asMachines = (text) => {
    const found = /^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})\.?$/.exec(text.trim());
    return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
  };

  /* The browser's own field for a day: nobody sees it or comes to it, only its calendar opens. */
  const nativeOf = (button, input) => {
    let native = button.parentElement.querySelector("input[type=date]");
    if (!native) {
      native = document.createElement("input");
      native.type = "date";
      native.tabIndex = -1;
      native.setAttribute("aria-hidden", "true");
      button.after(native);
    }
    native.onchange = () => {
      if (!native.value) return;
      input.value = native.value.split("-").reverse().join(".");
      for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }));
      input.focus();
    };
    return native;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-calendar]");
    if (!button) return;
    const input = button.parentElement.querySelector("[data-typed=day]");
    const native = nativeOf(button, input);
    native.value = asMachines(input.value);
    try { native.showPicker(); } catch { native.focus(); native.click(); }
  });

  /* Several days on a page: each button says which. */
  const name = () => {
    for (const button of document.querySelectorAll("[data-calendar]")) {
      const label = button.parentElement.querySelector("[data-typed=day]")?.labels?.[0];
      const text = label?.firstChild?.textContent.trim();
      if (text) button.setAttribute("aria-label", `${button.title}: ${text}`);
    }
  };
  document.addEventListener("htmx:afterSettle", name);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", name); else name();
})();
