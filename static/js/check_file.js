/* Whether a file is the very one that the portal made: its SHA-256 is worked out here, the file never leaves the machine. */
(() => {
  "use strict";
  const place = document.querySelector("[data-file-check]");
  if (!place || !window.crypto?.subtle) return;
  const input = place.querySelector("input[type=file]");
  const answer = place.querySelector("[data-answer]");
  const say = (words, detail = "") => { answer.textContent = words; if (detail) answer.append(document.createElement("br"), Object.assign(document.createElement("code"), { className: "sha", textContent: detail })); };
  const known = () => [...document.querySelectorAll("[data-sha]")];

  const check = async (file) => {
    if (!file) return;
    say(place.dataset.wait);
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const sha = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      const match = known().find((row) => row.dataset.sha === sha);
      say(match ? `${place.dataset.same} ${match.dataset.name}` : place.dataset.other, sha);
      place.dataset.result = match ? "same" : "other";
    } catch {
      say(place.dataset.failed);
    }
  };

  input.addEventListener("change", () => check(input.files[0]));
  for (const name of ["dragenter", "dragover"]) place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => { event.preventDefault(); check(event.dataTransfer.files[0]); });

  place.hidden = false;
})();
