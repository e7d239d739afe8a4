// Uploading an export: how much of it has gone, and a word before a file is sent that is
// too large anyway. Without it the browser sends the form by itself.
const PLACE = "form[data-upload]";

const tooLarge = (form) => {
  for (const input of form.querySelectorAll("input[type=file]")) {
    const file = input.files[0];
    const words = file?.name.toLowerCase().endsWith(".docx") && input.dataset.wordLimit;
    const limit = Number(words || input.dataset.limit);
    if (file && file.size > limit) return { input, file, limit };
  }
  return null;
};

const megabytes = (size) => `${Math.round(size / 2 ** 20).toLocaleString()} MB`;

const send = (form) => {
  const bar = form.querySelector("[data-upload-bar]");
  const said = form.querySelector("[data-sending]");
  const button = form.querySelector("button[type=submit]");
  const body = new FormData(form);
  const request = new XMLHttpRequest();
  said.textContent = said.dataset.words;
  bar.hidden = false;
  bar.value = 0;
  button.disabled = true;
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = total ? (100 * loaded) / total : 0;
  });
  const isOver = () => {
    button.disabled = false;
    bar.hidden = true;
    said.textContent = "";
  };
  request.addEventListener("load", () => {
    if (request.getResponseHeader("Content-Type")?.startsWith("application/json")) {
      location.assign(JSON.parse(request.responseText).to);
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    const again = answer.querySelector(PLACE);
    isOver();
    if (!again) {
      // Signed out meanwhile, or a page that says what is wrong: let it be seen.
      if (request.status >= 400) said.textContent = said.dataset.failed;
      else location.reload();
      return;
    }
    const fresh = again.querySelector("[role=alert]");
    form.querySelector("[role=alert]")?.remove();
    form.prepend(fresh);
    fresh.focus();
  });
  request.addEventListener("error", () => {
    isOver();
    said.textContent = said.dataset.failed;
  });
  request.open("POST", form.action);
  request.setRequestHeader("Accept", "application/json");
  request.send(body);
};

document.addEventListener("submit", (event) => {
  const form = event.target.closest(PLACE);
  if (!form) return;
  event.preventDefault();
  const found = tooLarge(form);
  if (!found) {
    send(form);
    return;
  }
  const said = form.querySelector("[data-sending]");
  said.textContent = `“${found.file.name}” ${said.dataset.tooLarge} ${megabytes(found.limit)}.`;
  found.input.focus();
});
