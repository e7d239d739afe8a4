// Copies the words of a box; without a script they are marked and copied by hand.
for (const button of document.querySelectorAll("[data-copies]")) {
  const box = document.getElementById(button.dataset.copies);
  const told = document.querySelector("[data-copied]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(box.value);
      told.hidden = false;
    } catch {
      box.focus();
      box.select();
    }
  });
}
