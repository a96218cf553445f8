/* Text made plain for search, as `formats.folded` does it on the server; `letters` are the server's. */
(() => {
  "use strict";
  globalThis.folded = (text, letters) => {
    const plain = (part) => Array.from(part, (char) => letters[char] ?? char).join("");
    const seen = text.replace(/\p{Default_Ignorable_Code_Point}|[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]/gu, "");
    const words = plain(plain(seen).normalize("NFKD").toLowerCase()).replace(/\p{M}/gu, "");
    return words.split(/[\s\x1c-\x1f\x85]+/).filter(Boolean).join(" ");
  };
})();
