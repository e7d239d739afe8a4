// The hint on plain words follows what is typed: Wagtail says when its preview has
// taken it up, and the server measures that very text.
document.addEventListener("w-preview:content", async () => {
  const hint = document.querySelector("[data-readability]");
  if (!hint) return;
  const answer = await fetch(hint.dataset.readability);
  if (answer.ok) hint.innerHTML = await answer.text();
});
