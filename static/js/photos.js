/* Photos are made small on the phone before they are sent: 2000 px at most, JPEG. Without this file the originals go. */
(() => {
  "use strict";
  const LONGEST = 2000;
  const QUALITY = 0.85;

  const shrink = async (file) => {
    if (!/^image\/(jpeg|png|webp|heic|heif)$/.test(file.type)) return file;
    let bitmap;
    try { bitmap = await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { return file; }
    const ratio = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * ratio);
    canvas.height = Math.round(bitmap.height * ratio);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff"; // a transparent PNG would turn black
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!blob || (ratio === 1 && blob.size >= file.size)) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg", lastModified: file.lastModified });
  };

  const preview = (input, files) => {
    const entry = input.closest(".file-entry") || input;
    let shelf = entry.parentElement.querySelector(".previews");
    if (!shelf) {
      shelf = document.createElement("div");
      shelf.className = "previews";
      shelf.setAttribute("aria-live", "polite");
      entry.after(shelf);
    }
    shelf.replaceChildren();
    for (const file of files) {
      if (!file.type.startsWith("image/")) continue;
      const reader = new FileReader(); // data: is what the page's policy lets images come from
      reader.addEventListener("load", () => {
        const image = document.createElement("img");
        image.alt = file.name;
        image.src = reader.result;
        shelf.append(image);
      });
      reader.readAsDataURL(file);
    }
  };

  const busy = new Set();
  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || !input.matches("input[type=file][data-photos]")) return;
    const task = Promise.all([...input.files].map(shrink));
    busy.add(task);
    try {
      const files = await task;
      const basket = new DataTransfer();
      for (const file of files) basket.items.add(file);
      input.files = basket.files;
      preview(input, files);
      input.dispatchEvent(new CustomEvent("photos-ready", { bubbles: true })); // may go ahead of the form
    } finally { busy.delete(task); }
  });

  /* A form sent while a photo is still being made small waits for it, then goes by itself. */
  document.addEventListener("submit", async (event) => {
    if (!busy.size || !event.target.querySelector("input[data-photos]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target: form, submitter } = event;
    await Promise.allSettled([...busy]);
    form.requestSubmit(submitter);
  }, true);
})();
