// Ctrl and Enter keep the request from wherever one is, the longer text too.
const form = document.querySelector("form.caller");

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  event.preventDefault();
  form.requestSubmit();
});
